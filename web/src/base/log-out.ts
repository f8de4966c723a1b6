import { element } from "../dom";
import { messages } from "../messages";
import { unsentNotes, type UnsentNote } from "../unsent-notes";

/**
 * `<form data-log-out="PERSON">`: logging out clears what the browser keeps. Where words are among it that the server
 * has not received, this is said first, with the way to each text; of another person's words, only that there are some.
 */
export function guardLogOut(root: Document = document): void {
  root.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const person = form.dataset.logOut;
    const notes = person === undefined ? [] : unsentNotes();
    if (!notes.length) return;
    event.preventDefault();
    ask(notes, person ?? "", () => form.submit());
  });
}

function ask(notes: readonly UnsentNote[], person: string, leave: () => void): void {
  const said = messages.logOut;
  const mine = notes.filter((note) => note.person === person);
  const count = (some: readonly UnsentNote[]): number => some.reduce((sum, note) => sum + note.count, 0);
  const others = count(notes) - count(mine);
  const stay = element("button", { type: "button", class: "button primary" }, said.stay);
  const go = element("button", { type: "button", class: "button" }, said.leave);
  const parts = [
    element("h2", { id: "depart-titre" }, said.title(count(notes))),
    element("p", {}, said.lost),
    ...(mine.length ? [element("ul", {}, ...mine.map(line)), element("p", {}, said.hint)] : []),
    ...(others ? [element("p", {}, said.others(others))] : []),
    element("p", { class: "dialogue-boutons" }, stay, go),
  ];
  const dialog = element("dialog", { class: "dialogue", "aria-labelledby": "depart-titre" }, ...parts);
  stay.addEventListener("click", () => dialog.close());
  go.addEventListener("click", leave);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const line = (note: UnsentNote): HTMLElement =>
  element("li", {}, element("a", { href: note.address }, note.title || messages.logOut.untitled), messages.logOut.count(note.count));
