import { JSDOM } from "jsdom";

/**
 * A page for the editors, which takes itself for Chromium's: imported before anything that reads the globals of a browser.
 * Its timers are those of the process, so that a test may turn the clock.
 */
const userAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true, url: "http://localhost/", resources: { userAgent } });
const names = [
  "window", "document", "location", "Node", "Element", "HTMLElement", "Text", "Range", "DOMParser", "MutationObserver", "getSelection",
  "KeyboardEvent", "MouseEvent", "Event", "CustomEvent", "InputEvent", "CompositionEvent", "HTMLInputElement", "HTMLSelectElement",
  "HTMLTextAreaElement", "getComputedStyle", "localStorage",
] as const;
for (const name of names) Object.defineProperty(globalThis, name, { value: window[name as keyof typeof window], configurable: true, writable: true });
Object.defineProperty(window.navigator, "vendor", { value: "Google Inc." });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
window.setTimeout = ((run: () => void, after?: number) => setTimeout(run, after)) as unknown as typeof window.setTimeout;
window.clearTimeout = (timer) => clearTimeout(timer);
// jsdom lays nothing out.
const none = { top: 0, bottom: 0, left: 0, right: 0, width: 0, height: 0, x: 0, y: 0, toJSON: () => ({}) };
window.Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
window.Range.prototype.getBoundingClientRect = () => none;
window.Element.prototype.scrollIntoView = () => undefined;
