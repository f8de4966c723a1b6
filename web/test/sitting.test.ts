// What was entered in a meeting and is not recorded yet: kept in order, once, until the server has answered.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Queue, type Entry, type Shelf } from "../src/sitting/queue";

const shelf = (): Shelf => {
  const kept = new Map<string, string>();
  return { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => void kept.set(name, value), removeItem: (name) => void kept.delete(name) };
};
const entry = (key: string): Entry => ({ key, url: "/seance", fields: [["cle", key]], label: key, at: "2026-03-02T09:07:00Z" });
const keys = (queue: Queue): string => queue.entries.map(({ key }) => key).join(" ");

test("what is entered is kept in order and once, and outlives the page", () => {
  const device = shelf();
  const queue = new Queue(device, "une-seance");
  for (const key of ["a", "b", "a", "c"]) queue.add(entry(key));
  assert.equal(keys(new Queue(device, "une-seance")), "a b c");
  assert.equal(keys(new Queue(device, "une-autre")), "");
  queue.remove("a");
  assert.equal(new Queue(device, "une-seance").next?.key, "b");
});

test("what is refused stays to be read, does not keep the rest, and may be tried again", () => {
  const queue = new Queue(shelf(), "une-seance");
  for (const key of ["a", "b"]) queue.add(entry(key));
  queue.refuse("a", "Le vote est clos.");
  assert.equal(queue.next?.key, "b");
  assert.equal(queue.entries[0]?.refused, "Le vote est clos.");
  queue.retry("a");
  assert.equal(queue.next?.key, "a");
  assert.equal(queue.next?.refused, undefined);
});

test("a device that keeps nothing loses nothing of what the page has", () => {
  const full: Shelf = { ...shelf(), setItem: () => { throw new Error("full"); } };
  const queue = new Queue(full, "une-seance");
  for (const key of ["a", "b"]) queue.add(entry(key));
  assert.equal(keys(queue), "a b");
  assert.equal(queue.kept, false);
});
