import { describeImage, insertImage, selectedImage } from "../../src/editor/images/commands";
import type { Image } from "../../src/editor/images/image";
import { NodeSelection } from "prosemirror-state";
import { schema } from "../../src/editor/model/schema";
import type { Random } from "../random";
import type { Writer } from "../stand";

const image = (random: Random): Image => {
  const alt = random.pick(["", "Carte", "Carte des gares 😀"]);
  return { file: `${random.pick(["a1", "b2", "c3"]).repeat(32)}.png`, width: 640, height: 480, alt, decorative: !alt && random.below(2) > 0 };
};

/** Selects some image, if there is one. */
function anImage(writer: Writer, random: Random): void {
  const places: number[] = [];
  const { doc, tr } = writer.view.state;
  doc.forEach((node, pos) => void (node.type === schema.nodes.image && places.push(pos)));
  if (places.length) writer.view.dispatch(tr.setSelection(NodeSelection.create(doc, random.pick(places))));
}

function describe(writer: Writer, random: Random): void {
  anImage(writer, random);
  const selected = selectedImage(writer.view.state);
  const alt = random.pick(["", "Plan", "Vue"]);
  if (selected) writer.run(describeImage(selected.pos, alt, !alt));
}

/** What hands do with images, each as often as its number says. */
export const IMAGE_STEPS: Readonly<Record<string, readonly [number, (writer: Writer, random: Random) => void]>> = {
  "an image": [2, (writer, random) => writer.run(insertImage(image(random)))],
  "an image described": [3, describe],
  "an image selected": [1, anImage],
  "an image erased": [1, (writer, random) => (anImage(writer, random), writer.press("Backspace"))],
};
