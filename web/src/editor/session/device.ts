import { parseAutomergeUrl, type AutomergeUrl } from "@automerge/automerge-repo/slim";
import { onCleared } from "../../offline/documents";
import { DeviceStore } from "./device-store";

/** Whether this person has this device keep their texts: they were asked when they logged in. */
export const keepsOnDevice = (root: Document = document): boolean => !root.querySelector("[data-keeps-nothing]");

/**
 * Where a text is kept on this device: for who writes in it, and for who reads it with words still here from when they
 * wrote, which must be shown. Null where the browser has no store (private windows of some), where the person has this
 * device keep nothing, and for who reads: the page alone is kept for them.
 */
export async function deviceStore(person: string, url: AutomergeUrl, writes: boolean, emptied: () => void): Promise<DeviceStore | null> {
  const store = new DeviceStore(person, emptied);
  if (!(await store.works())) return null;
  onCleared((cleared) => {
    const mine = cleared.person === null || cleared.person === person;
    if (mine && (cleared.document === null || cleared.document === url)) store.clear();
  });
  if (writes && keepsOnDevice()) return store;
  const kept = await store.loadRange([parseAutomergeUrl(url).documentId]);
  return kept.length ? store : null;
}
