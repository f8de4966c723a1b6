import { dragAgenda } from "./base/agenda";
import { bindPaste } from "./base/paste";
import { followLive } from "./base/live";
import { guardLogOut } from "./base/log-out";
import { lookThroughKept } from "./base/kept";
import { closeMenus } from "./base/menus";
import { walkChanges } from "./base/changes";

/** The small script of every page of a person who is logged in. Each page works without it. */
followLive();
walkChanges();
bindPaste();
closeMenus();
dragAgenda();
guardLogOut();
void lookThroughKept().catch(() => undefined);
