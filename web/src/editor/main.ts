import { messages } from "../messages";
import { EditorPage } from "./editor-page";

const section = document.getElementById("editeur");
if (section) {
  const page = new EditorPage(section);
  page.open().catch((error: unknown) => {
    console.error(messages.refused.failed, error);
    page.failed();
  });
}
