/**
 * The keyboard of a toolbar (WAI-ARIA Authoring Practices, toolbar pattern): one stop of Tab, arrows between controls,
 * Home and End. Escape gives the text back its focus.
 */
export function rove(toolbar: HTMLElement, controls: readonly HTMLElement[], leave: () => void): void {
  const stop = (at: HTMLElement): void => {
    for (const control of controls) control.tabIndex = control === at ? 0 : -1;
  };
  if (controls[0]) stop(controls[0]);
  toolbar.addEventListener("focusin", (event) => controls.includes(event.target as HTMLElement) && stop(event.target as HTMLElement));
  toolbar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return leave();
    const at = controls.indexOf(event.target as HTMLElement);
    const to = target(event.key, at, controls.length);
    if (at < 0 || to === null) return;
    event.preventDefault();
    controls[to]?.focus();
  });
}

function target(key: string, at: number, count: number): number | null {
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
