/** Whether replacing a section would take something from the person: the focus, or a field they changed. */
export function busy(section: Element): boolean {
  if (section.contains(document.activeElement)) return true;
  return [...section.querySelectorAll<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input, textarea, select")].some(changed);
}

function changed(field: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement): boolean {
  if (field instanceof HTMLSelectElement) return chosen(field);
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

/** Whether a choice is not the page's own; a page that names none means the first. */
function chosen(field: HTMLSelectElement): boolean {
  const options = [...field.options];
  if (!options.some((option) => option.defaultSelected)) return field.selectedIndex > 0;
  return options.some((option) => option.selected !== option.defaultSelected);
}
