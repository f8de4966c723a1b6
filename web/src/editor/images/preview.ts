import { element } from "../../dom";

/** The longest side of a preview, in pixels. */
const SIDE = 320;

/** The picture that is being described. Drawn, since a page shows no file of the device as an image. */
export class Preview {
  readonly dom = element("div", { class: "image-apercu", "aria-hidden": "true", hidden: "" });
  private turn = 0;

  clear(): void {
    this.turn++;
    this.dom.replaceChildren();
    this.dom.hidden = true;
  }

  /** An image that the server has. */
  at(address: string): void {
    this.clear();
    this.dom.append(element("img", { src: address, alt: "" }));
    this.dom.hidden = false;
  }

  /** A file; what is no image is not shown, and the server will say so. */
  show(file: File | null): void {
    this.clear();
    if (file) void this.draw(file, this.turn);
  }

  private async draw(file: File, turn: number): Promise<void> {
    const bitmap = await createImageBitmap(file).catch(() => null);
    if (!bitmap || turn !== this.turn) return bitmap?.close();
    const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = element("canvas", { width: String(Math.max(1, Math.round(bitmap.width * scale))), height: String(Math.max(1, Math.round(bitmap.height * scale))) });
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    this.dom.replaceChildren(canvas);
    this.dom.hidden = false;
  }
}
