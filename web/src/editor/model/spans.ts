import type { Span } from "@automerge/automerge/slim";
import type { Node } from "prosemirror-model";
import { holdsNoText, nodeOf, readBlock } from "./block";
import { marksOf, readMarks } from "./marks";
import { schema } from "./schema";

const implicit = (content: readonly Node[]): Node => schema.node("paragraph", { marker: false }, [...content]);

interface Open {
  readonly close: (content: readonly Node[]) => Node;
  readonly content: Node[];
  readonly rule: boolean;
}

/**
 * The one view of a text: each marker opens a block, text without a marker of its own (at the start, or after a
 * rule or a row's end) is an implicit paragraph, and an empty text is one empty implicit paragraph.
 */
export function docFromSpans(spans: readonly Span[]): Node {
  const blocks: Node[] = [];
  let open: Open | null = null;
  const close = (): void => {
    if (open) blocks.push(open.close(open.rule ? [] : open.content));
  };
  for (const span of spans) {
    if (span.type === "block") {
      close();
      const block = readBlock(span.value as Record<string, unknown>);
      const rule = holdsNoText(block);
      open = { close: (content) => nodeOf(block, content), content: [], rule };
    } else if (span.value) {
      if (!open || (open as Open).rule) {
        close();
        open = { close: implicit, content: [], rule: false };
      }
      (open as Open).content.push(schema.text(span.value, marksOf(readMarks(span.marks as Record<string, unknown>))));
    }
  }
  close();
  return schema.node("doc", null, blocks.length ? blocks : [implicit([])]);
}
