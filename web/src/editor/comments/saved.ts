/** How long (milliseconds) a comment waits for what was typed before it to be saved. */
const PATIENCE = 8_000;

const SAVED = ["enregistre", "lecture"];

/** Waits until the server has the text that the page shows; gives false where it does not come to it. */
export function untilSaved(): Promise<boolean> {
  const section = document.getElementById("editeur");
  const saved = (): boolean => !section || SAVED.includes(section.dataset.etat ?? "");
  if (saved()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (): void => {
      watcher.disconnect();
      clearTimeout(limit);
      resolve(saved());
    };
    const watcher = new MutationObserver(() => saved() && end());
    const limit = setTimeout(end, PATIENCE);
    watcher.observe(section as HTMLElement, { attributeFilter: ["data-etat"] });
  });
}
