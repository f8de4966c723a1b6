/** What TypeScript's DOM library lacks of a service worker's scope (W3C Service Workers, sections 4 and 5). */

export interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface NavigationEvent extends ExtendableEvent {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}

export interface WordEvent extends ExtendableEvent {
  readonly data: unknown;
}

export interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: NavigationEvent) => void): void;
  addEventListener(type: "message", listener: (event: WordEvent) => void): void;
}
