/** `<ol data-agenda="URL" data-revision>`: its points (`data-point`) are dragged by their rank, beside the buttons that move
 *  them by one place. Where one is dropped the order is sent as those buttons send it, and the page comes again. */
export function dragAgenda(root: Document = document): void {
  const list = root.querySelector<HTMLOListElement>("ol[data-agenda]");
  if (!list) return;
  let dragged: HTMLElement | undefined;
  for (const point of points(list)) {
    const rank = point.querySelector<HTMLElement>(".rank");
    if (!rank) continue;
    rank.draggable = true;
    rank.addEventListener("dragstart", (event) => {
      dragged = point;
      event.dataTransfer?.setData("text/plain", point.dataset.point ?? "");
      event.dataTransfer?.setDragImage(point, 0, 0);
      point.classList.add("dragged");
    });
    rank.addEventListener("dragend", () => {
      point.classList.remove("dragged");
      dragged = undefined;
    });
  }
  list.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    const over = (event.target as Element).closest<HTMLElement>("[data-point]");
    if (!over || over === dragged) return;
    const { top, height } = over.getBoundingClientRect();
    over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  list.addEventListener("drop", (event) => {
    if (!dragged) return;
    event.preventDefault();
    send(root, list, dragged);
  });
}

const points = (list: Element): HTMLElement[] => [...list.querySelectorAll<HTMLElement>("[data-point]")];

/** Sends the order as it stands in the page. */
function send(root: Document, list: HTMLOListElement, moved: HTMLElement): void {
  const token = root.querySelector<HTMLInputElement>("input[name=jeton]")?.value ?? "";
  const order = points(list).map((point) => point.dataset.point ?? "");
  const fields = { jeton: token, revision: list.dataset.revision ?? "", action: "ordonner", ordre: order.join(" "), point: moved.dataset.point ?? "" };
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
