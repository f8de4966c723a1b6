/** What a person chooses for themselves on this device, on until they turn it off. */
export type PreferenceName = "typographie" | "annonces";

const keyOf = (name: PreferenceName): string => `dires.${name}`;

/** Whether it is on. A browser that keeps nothing has it on. */
export function isOn(name: PreferenceName): boolean {
  try {
    return localStorage.getItem(keyOf(name)) !== "non";
  } catch {
    return true;
  }
}

/** Turns it on or off; gives what it is now. */
export function turn(name: PreferenceName, on: boolean): boolean {
  try {
    if (on) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), "non");
  } catch {
    // A browser that keeps nothing: it stays on.
  }
  return isOn(name);
}
