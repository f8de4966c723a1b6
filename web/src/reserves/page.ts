// The page of a text: words that are selected in one paragraph lead to the form of a reserve on them. Without this
// script the form asks for the paragraph, then for the words.
const LONGEST = 1000;
const BLOCKS = "p, h2, h3, h4, h5, h6, li, td, th, dd, blockquote, figcaption";

const offer = document.querySelector<HTMLElement>("[data-reserver]");
const link = offer?.querySelector("a");
const text = document.getElementById("texte");

/** The words that are selected, where they stand in one paragraph of the text. */
function selected(): string {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return "";
  const { startContainer, endContainer } = selection.getRangeAt(0);
  const block = (node: Node) => (node instanceof Element ? node : node.parentElement)?.closest(BLOCKS);
  const start = block(startContainer);
  if (!start || start !== block(endContainer) || !text?.contains(start)) return "";
  const words = selection.toString().trim();
  return words.length > LONGEST ? "" : words;
}

document.addEventListener("selectionchange", () => {
  if (!offer || !link) return;
  const words = selected();
  offer.hidden = words === "";
  if (words) link.href = `${offer.dataset.reserver}?${new URLSearchParams({ mots: words })}`;
});
