/**
 * `<div contenteditable data-paste-target="NAME">`: on submit, its HTML goes into the form's field NAME. Without this
 * script the field itself is there to be filled.
 */
export function bindPaste(root: ParentNode = document): void {
  for (const target of root.querySelectorAll<HTMLElement>("[data-paste-target]")) {
    const form = target.closest("form");
    const field = form?.elements.namedItem(target.dataset.pasteTarget ?? "");
    if (!form || !(field instanceof HTMLTextAreaElement)) continue;
    field.hidden = true;
    target.hidden = false;
    target.contentEditable = "true";
    form.addEventListener("submit", () => (field.value = pasted(target)));
  }
}

const pasted = (target: HTMLElement): string => (target.textContent?.trim() ? target.innerHTML : "");
