import type { DOMOutputSpec, Node } from "prosemirror-model";
import { imageMessages as messages } from "../../messages/images";
import { addressOf, fileAt } from "./address";
import { altOf, readImage, type Image } from "./image";

/** An image in the editor: the picture, and under it what is read in its place, which the picture says already. */
export function drawImage(image: Image, classes: string): DOMOutputSpec {
  const { width, height, alt, decorative } = image;
  const said = decorative ? messages.decorative : alt || messages.silent;
  const picture = { src: addressOf(image.file), alt: said, width: String(width), height: String(height), draggable: "false", decoding: "async" };
  // Drawn by the style sheet: the view holds no words that the text does not.
  const caption = alt ? messages.read(alt) : said;
  return ["figure", { class: alt || decorative ? classes : `${classes} sans-texte`, "data-dit": caption }, ["img", picture]];
}

/** An image on the clipboard. */
export function writeImage(node: Node, document_: Document): HTMLElement {
  const image = node.attrs as unknown as Image;
  const element = document_.createElement("img");
  for (const [name, value] of Object.entries({ "data-fichier": addressOf(image.file), alt: image.alt, width: image.width, height: image.height })) element.setAttribute(name, String(value));
  if (image.decorative) element.dataset.decorative = "";
  return element;
}

/** The inverse of {@link writeImage}, for images of this text; null for every other. */
export function imageIn(element: Element): Image | null {
  const data = element as HTMLElement;
  const file = fileAt(data.dataset?.fichier ?? "");
  const side = (name: string): number => Number(element.getAttribute(name));
  const decorative = data.dataset?.decorative !== undefined;
  return file === null ? null : readImage({ file, width: side("width"), height: side("height"), alt: altOf(element.getAttribute("alt") ?? ""), decorative });
}
