import { followArrivals } from "./arrivals";
import { sendForms } from "./forms";
import { suggestNames } from "./mentions";
import { ASK } from "../../base/live";

/** The script of the pages with comments. The page of comments works without it. */
document.documentElement.classList.add("comments-scripted");
sendForms();
suggestNames();
followArrivals();
// Beside the editor the list comes from the page of comments.
if (document.getElementById("panneau-commentaires")) document.dispatchEvent(new Event(ASK));
