/** Marks a transaction that is one undo step of its own: neither what was typed before nor what follows is undone with it. */
export const APART = "dires:apart";
