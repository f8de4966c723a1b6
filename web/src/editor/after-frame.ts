/** How long (milliseconds) a frame is waited for: a page that nobody sees draws none. */
const PATIENCE = 100;

/**
 * Puts off what need not be there when a keystroke is drawn: gives the way to ask for it, and it is done once, in a task after
 * the next frame, however often it is asked for until then.
 */
export function afterFrame(act: () => void): () => void {
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const done = (): void => {
    if (waiting === null) return;
    clearTimeout(waiting);
    waiting = null;
    act();
  };
  return () => {
    if (waiting !== null) return;
    waiting = setTimeout(done, PATIENCE);
    // The first task after a frame's callbacks comes when the frame was handed over to be shown; who waits for that goes first.
    requestAnimationFrame(() => setTimeout(() => setTimeout(done)));
  };
}
