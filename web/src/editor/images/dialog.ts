import type { EditorView } from "prosemirror-view";
import { element } from "../../dom";
import { imageMessages } from "../../messages/images";
import { addressOf } from "./address";
import { describeImage, insertImage, selectedImage, takesImage } from "./commands";
import { ALT_MOST, altOf, type Image } from "./image";
import { Preview } from "./preview";
import { NotKept, upload } from "./upload";

const { dialog: messages } = imageMessages;

/** Asks for an image and for what is read in its place: a native dialog, which holds the focus and gives it back. */
export class ImageDialog {
  private readonly title = element("h2", { id: "image-titre" });
  private readonly file = element("input", { type: "file", id: "image-fichier", accept: "image/png,image/jpeg,image/webp", "aria-describedby": "image-fichier-aide image-erreur" });
  private readonly fileField = element("p", { class: "champ" }, element("label", { for: "image-fichier" }, messages.file), this.file, element("small", { id: "image-fichier-aide" }, messages.fileHint));
  private readonly preview = new Preview();
  private readonly alt = element("textarea", { id: "image-texte", rows: "3", maxlength: String(ALT_MOST), "aria-describedby": "image-aide image-erreur" });
  private readonly decorative = element("input", { type: "checkbox", id: "image-decorative" });
  private readonly error = element("p", { id: "image-erreur", class: "champ-erreur", role: "alert", hidden: "" });
  private readonly progress = element("progress", { max: "1", "aria-labelledby": "image-envoi" });
  private readonly sending = element("p", { class: "image-envoi", role: "status", id: "image-envoi" });
  private readonly apply = element("button", { type: "submit", class: "button primary" });
  private readonly dialog: HTMLDialogElement;
  /** What was pasted or dropped. */
  private given: File | null = null;
  /** Where the image that is being described stands. */
  private described: Image | null = null;
  private under: AbortController | null = null;

  constructor(
    place: HTMLElement,
    private readonly view: () => EditorView,
  ) {
    const cancel = element("button", { type: "button", class: "button" }, messages.cancel);
    const form = element(
      "form",
      { method: "dialog", novalidate: "" },
      this.title,
      this.fileField,
      this.preview.dom,
      element("p", { class: "champ" }, element("label", { for: "image-texte" }, messages.alt), this.alt, element("small", { id: "image-aide" }, messages.altHint)),
      element("p", { class: "champ image-case" }, this.decorative, element("label", { for: "image-decorative" }, messages.decorative)),
      this.error,
      element("div", { class: "image-progres" }, this.sending, this.progress),
      element("p", { class: "dialogue-boutons" }, this.apply, cancel),
    );
    this.dialog = element("dialog", { class: "dialogue image-dialogue", "aria-labelledby": "image-titre" }, form);
    place.append(this.dialog);
    cancel.addEventListener("click", () => this.dialog.close());
    this.file.addEventListener("change", () => this.preview.show(this.file.files?.[0] ?? null));
    this.decorative.addEventListener("change", () => this.update());
    form.addEventListener("submit", (event) => void this.submit(event));
    this.dialog.addEventListener("close", () => this.closed());
  }

  /** For the selected image its words; else a new image, from this file or from one that is asked for. */
  open(file: File | null = null): boolean {
    const { state } = this.view();
    this.described = file ? null : (selectedImage(state)?.image ?? null);
    if (!this.described && !takesImage(state)) return false;
    this.given = file;
    this.file.value = "";
    this.fileField.hidden = !!file || !!this.described;
    this.title.textContent = this.described ? messages.describe : messages.insert;
    this.apply.textContent = this.described ? messages.save : messages.add;
    this.alt.value = this.described?.alt ?? "";
    this.decorative.checked = this.described?.decorative ?? false;
    if (this.described) this.preview.at(addressOf(this.described.file));
    else this.preview.show(file);
    this.say("");
    this.update();
    this.dialog.showModal();
    (this.fileField.hidden ? this.alt : this.file).focus();
    return true;
  }

  private update(): void {
    this.alt.disabled = this.decorative.checked;
    const busy = this.under !== null;
    this.apply.disabled = busy;
    this.progress.hidden = !busy;
    if (!busy) this.sending.textContent = "";
  }

  private say(error: string, at: HTMLElement | null = null): void {
    this.error.textContent = error;
    this.error.hidden = !error;
    for (const field of [this.file, this.alt]) field.setAttribute("aria-invalid", String(field === at));
    at?.focus();
  }

  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.under) return;
    const file = this.given ?? this.file.files?.[0] ?? null;
    const alt = this.decorative.checked ? "" : altOf(this.alt.value);
    if (!this.described && !file) return this.say(messages.noFile, this.file);
    if (!alt && !this.decorative.checked) return this.say(messages.noAlt, this.alt);
    this.say("");
    if (this.described) return this.describe(alt);
    await this.send(file as File, alt);
  }

  private describe(alt: string): void {
    const view = this.view();
    const selected = selectedImage(view.state);
    // A colleague may have taken it out, or put another in its place, while its words were being written.
    if (selected?.image.file !== this.described?.file) return this.say(messages.gone);
    describeImage(selected!.pos, alt, this.decorative.checked)(view.state, view.dispatch);
    this.dialog.close();
  }

  private async send(file: File, alt: string): Promise<void> {
    const under = (this.under = new AbortController());
    this.update();
    try {
      const image = await upload(file, (part) => this.told(part), under.signal);
      const { state, dispatch } = this.view();
      insertImage({ ...image, alt, decorative: !alt })(state, dispatch);
      this.dialog.close();
    } catch (error) {
      if (error instanceof NotKept) this.say(error.message);
      else if (!under.signal.aborted) throw error;
    } finally {
      this.under = null;
      this.update();
    }
  }

  private told(part: number): void {
    this.progress.value = part;
    const percent = Math.floor(part * 10) * 10;
    const words = part < 1 ? messages.sending(percent) : messages.preparing;
    if (this.sending.textContent !== words) this.sending.textContent = words;
  }

  private closed(): void {
    this.under?.abort();
    this.preview.clear();
    this.view().focus();
  }
}
