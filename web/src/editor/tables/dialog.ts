import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { tableMessages } from "../../messages/tables";
import { insertTable } from "./commands";
import { MOST_COLUMNS } from "./place";

const { dialog: messages } = tableMessages;

/** How many rows one may ask for at once; more come one by one, or by a paste. */
const MOST_ROWS = 50;

const number = (id: string, most: number): HTMLInputElement =>
  element("input", { type: "number", id, name: id, min: "1", max: String(most), value: "3", required: "", inputmode: "numeric", "aria-describedby": "tableau-aide tableau-erreur" });

/** Asks how large a table is to be: a native dialog, which holds the focus and gives it back. */
export class TableDialog {
  private readonly rows = number("tableau-lignes", MOST_ROWS);
  private readonly columns = number("tableau-colonnes", MOST_COLUMNS);
  private readonly header = element("input", { type: "checkbox", id: "tableau-entete", name: "entete", checked: "" });
  private readonly error = element("p", { id: "tableau-erreur", class: "champ-erreur", role: "alert", hidden: "" });
  private readonly dialog: HTMLDialogElement;

  constructor(
    place: HTMLElement,
    private readonly view: () => EditorView,
  ) {
    const cancel = element("button", { type: "button", class: "button" }, messages.cancel);
    const form = element(
      "form",
      { method: "dialog", novalidate: "" },
      element("h2", { id: "tableau-titre" }, messages.title),
      element(
        "div",
        { class: "tableau-taille" },
        element("p", { class: "champ" }, element("label", { for: "tableau-lignes" }, messages.rows), this.rows),
        element("p", { class: "champ" }, element("label", { for: "tableau-colonnes" }, messages.columns), this.columns),
      ),
      element("p", { class: "champ", id: "tableau-aide" }, messages.hint(MOST_ROWS, MOST_COLUMNS)),
      element("p", { class: "champ tableau-case" }, this.header, element("label", { for: "tableau-entete" }, messages.header)),
      this.error,
      element("p", { class: "dialogue-boutons" }, element("button", { type: "submit", class: "button primary" }, messages.apply), cancel),
    );
    this.dialog = element("dialog", { class: "dialogue", "aria-labelledby": "tableau-titre" }, form);
    place.append(this.dialog);
    cancel.addEventListener("click", () => this.dialog.close());
    form.addEventListener("submit", (event) => this.submit(event));
    this.dialog.addEventListener("close", () => this.view().focus());
  }

  open(): boolean {
    this.say("");
    this.dialog.showModal();
    this.rows.select();
    return true;
  }

  private submit(event: SubmitEvent): void {
    event.preventDefault();
    const wrong = [this.rows, this.columns].find((field) => !field.checkValidity());
    if (wrong) {
      this.say(messages.invalid(MOST_ROWS, MOST_COLUMNS));
      return wrong.select();
    }
    const view = this.view();
    insertTable(this.rows.valueAsNumber, this.columns.valueAsNumber, this.header.checked)(view.state, view.dispatch);
    this.dialog.close();
  }

  private say(error: string): void {
    this.error.textContent = error;
    this.error.hidden = !error;
    for (const field of [this.rows, this.columns]) field.setAttribute("aria-invalid", String(!!error && !field.checkValidity()));
  }
}
