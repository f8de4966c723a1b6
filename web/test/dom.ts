import { JSDOM } from "jsdom";

/** A page for the editors: imported before anything that reads the globals of a browser. */
const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true, url: "http://localhost/" });
const names = [
  "window", "document", "location", "Node", "Element", "HTMLElement", "Text", "DOMParser", "MutationObserver", "getSelection",
  "KeyboardEvent", "MouseEvent", "Event", "CustomEvent", "InputEvent", "HTMLInputElement", "HTMLSelectElement", "HTMLTextAreaElement", "getComputedStyle", "localStorage",
] as const;
for (const name of names) Object.defineProperty(globalThis, name, { value: window[name as keyof typeof window], configurable: true, writable: true });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
// jsdom lays nothing out.
const none = { top: 0, bottom: 0, left: 0, right: 0, width: 0, height: 0, x: 0, y: 0, toJSON: () => ({}) };
window.Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
window.Range.prototype.getBoundingClientRect = () => none;
window.Element.prototype.scrollIntoView = () => undefined;
