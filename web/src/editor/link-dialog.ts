import type { EditorView } from "prosemirror-view";
import { element } from "../dom";
import { messages } from "../messages";
import { linkHref, removeLink, setLink } from "./commands/inline";
import { completedHref } from "./model/link";

/** Asks for a link's address: a native dialog, which holds the focus and gives it back. */
export class LinkDialog {
  private readonly address = element("input", { type: "text", id: "lien-adresse", name: "adresse", inputmode: "url", autocomplete: "off", spellcheck: "false", "aria-describedby": "lien-aide lien-erreur" });
  private readonly text = element("input", { type: "text", id: "lien-texte", name: "texte", autocomplete: "off" });
  private readonly textField = element("p", { class: "champ" }, element("label", { for: "lien-texte" }, messages.link.text), this.text);
  private readonly error = element("p", { id: "lien-erreur", class: "champ-erreur", role: "alert" });
  private readonly remove = element("button", { type: "button", class: "button" }, messages.link.remove);
  private readonly dialog: HTMLDialogElement;

  constructor(
    place: HTMLElement,
    private readonly view: () => EditorView,
  ) {
    const cancel = element("button", { type: "button", class: "button" }, messages.link.cancel);
    const apply = element("button", { type: "submit", class: "button primary" }, messages.link.apply);
    const form = element(
      "form",
      { method: "dialog", novalidate: "" },
      element("h2", { id: "lien-titre" }, messages.link.title),
      element("p", { class: "champ" }, element("label", { for: "lien-adresse" }, messages.link.address), this.address, element("small", { id: "lien-aide" }, messages.link.hint)),
      this.error,
      this.textField,
      element("p", { class: "dialogue-boutons" }, apply, this.remove, cancel),
    );
    this.dialog = element("dialog", { class: "dialogue", "aria-labelledby": "lien-titre" }, form);
    place.append(this.dialog);
    cancel.addEventListener("click", () => this.dialog.close());
    this.remove.addEventListener("click", () => this.done(() => removeLink(this.view().state, this.view().dispatch)));
    form.addEventListener("submit", (event) => this.submit(event));
    this.dialog.addEventListener("close", () => this.view().focus());
  }

  open(): boolean {
    const { state } = this.view();
    const href = linkHref(state);
    this.address.value = href.replace(/^mailto:/, "");
    this.text.value = "";
    this.textField.hidden = !state.selection.empty || href !== "";
    this.remove.hidden = href === "";
    this.say("");
    this.dialog.showModal();
    this.address.select();
    return true;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const href = completedHref(this.address.value);
    if (!href) {
      this.say(messages.link.invalid);
      return this.address.focus();
    }
    this.done(() => setLink(href, this.text.value.trim())(this.view().state, this.view().dispatch));
  }

  private say(error: string): void {
    this.error.textContent = error;
    this.error.hidden = !error;
    this.address.setAttribute("aria-invalid", String(!!error));
  }

  private done(change: () => void): void {
    change();
    this.dialog.close();
  }
}
