/** `<ol data-agenda="URL" data-revision>`: its points (`data-point`) are dragged by their rank, with a mouse or a finger,
 *  beside the buttons that move them by one place. Where one is let go the order is sent as those buttons send it, and the
 *  page comes again. */
export function dragAgenda(root: Document = document): void {
  const list = root.querySelector<HTMLOListElement>("ol[data-agenda]");
  if (!list) return;
  let dragged: HTMLElement | undefined;
  let before: string[] = [];
  list.classList.add("draggable");
  list.addEventListener("pointerdown", (event) => {
    const rank = (event.target as Element).closest(".rank");
    if (!rank || event.button !== 0) return;
    event.preventDefault();
    // The list hears it all, wherever the point goes: an element that changes places loses its pointer.
    list.setPointerCapture(event.pointerId);
    before = order(list);
    dragged = rank.closest<HTMLElement>("[data-point]") ?? undefined;
    dragged?.classList.add("dragged");
  });
  list.addEventListener("pointermove", (event) => {
    const over = dragged && points(list).find((point) => stands(point, event.clientY));
    if (!dragged || !over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("pointerup", () => {
    const moved = dragged;
    letGo();
    if (moved && order(list).join() !== before.join()) send(root, list, moved);
  });
  list.addEventListener("pointercancel", letGo);
  function letGo(): void {
    dragged?.classList.remove("dragged");
    dragged = undefined;
  }
}

/** Whether a point stands at this height. */
function stands(point: HTMLElement, y: number): boolean {
  const { top, bottom } = point.getBoundingClientRect();
  return y >= top && y < bottom;
}

const order = (list: Element): string[] => points(list).map((point) => point.dataset.point ?? "");
const points = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-point]")];

/** Sends the order as it stands in the page. */
function send(root: Document, list: HTMLOListElement, moved: HTMLElement): void {
  const token = root.querySelector<HTMLInputElement>("input[name=jeton]")?.value ?? "";
  const fields = { jeton: token, revision: list.dataset.revision ?? "", action: "ordonner", ordre: order(list).join(" "), point: moved.dataset.point ?? "" };
  const form = root.createElement("form");
  form.method = "post";
  form.action = list.dataset.agenda ?? "";
  for (const [name, value] of Object.entries(fields)) {
    const input = root.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    form.append(input);
  }
  root.body.append(form);
  form.submit();
}
