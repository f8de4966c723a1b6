// What is measured of an editor, in Chromium, on a page of its own, while a colleague types in another.

/** Keystrokes that are measured, and milliseconds from one to the next; a colleague's come in between. */
const KEYS = Number(process.env.KEYS || 150);
const PACE = 100;
const COLLEAGUE_PACE = 230;
/** How long a colleague's edits alone are watched (milliseconds), and how often two states are compared. */
const WATCHED = 10_000;
const COMPARED = 7;
/** What the colleague types: nobody else does, so that it is known when it is seen. */
const SIGN = "~";
/** What a page shows once the whole text is there. */
const WHOLE = 29_000;

// Runs in the page before its own scripts: notes when it is readable, when it is editable, and how long after a message
// came what it brought is on the page, and on the screen.
function watch({ sign, whole }) {
  const seen = (window.seen = { readable: 0, editable: 0, drawn: [], screen: [] });
  let arrived = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...parts) {
      super(...parts);
      this.addEventListener("message", () => (arrived = performance.now()));
    }
  };
  const editor = () => document.querySelector(".ProseMirror[contenteditable=true]");
  const look = () => {
    if (!seen.readable && document.body?.textContent.length > whole) seen.readable = performance.now();
    if (editor()?.textContent.length > whole) {
      seen.editable = performance.now();
      count();
    } else requestAnimationFrame(look);
  };
  const count = () => {
    const signs = () => editor().textContent.split(sign).length;
    let known = signs();
    new MutationObserver(() => {
      const now = signs();
      if (now <= known) return;
      known = now;
      const after = performance.now() - arrived;
      seen.drawn.push(after);
      const from = arrived;
      // The task after a frame's callbacks runs once the frame was handed over to be shown.
      requestAnimationFrame(() => setTimeout(() => seen.screen.push(performance.now() - from)));
    }).observe(editor(), { characterData: true, childList: true, subtree: true });
  };
  requestAnimationFrame(look);
}

/** Opens the text, and says after how many milliseconds it was readable and editable. */
async function opened(context, address) {
  const page = await context.newPage();
  await page.addInitScript(watch, { sign: SIGN, whole: WHOLE });
  await page.goto(address);
  await page.waitForFunction(() => window.seen.editable > 0, null, { timeout: 60_000 });
  return { page, ...(await page.evaluate(() => window.seen)) };
}

/** Puts the caret at the end of the paragraph that stands at this part of the text. */
async function caret(page, part) {
  const blocks = page.locator(".ProseMirror > p");
  const block = blocks.nth(Math.floor((await blocks.count()) * part));
  await block.click();
  await page.keyboard.press("End");
}

const beat = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Types at a pace, for as long as `more` says. */
async function typing(page, key, pace, more) {
  for (let at = 0; more(at); at++) {
    await page.keyboard.press(key(at));
    await beat(pace);
  }
}

const KEYED = new Set(["keydown", "keypress", "beforeinput", "textInput", "input", "keyup", "selectionchange"]);
const SCRIPT = new Set(["EventDispatch", "FunctionCall", "v8.callFunction", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "FireIdleCallback"]);

/** What lasts on one thread, in order, without what is inside another of its kind. */
function outermost(events, { pid, tid }, kind) {
  const slices = events.filter((it) => it.pid === pid && it.tid === tid && it.ph === "X" && kind(it.name));
  slices.sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  let end = 0;
  return slices.filter(({ ts, dur }) => ts >= end && ((end = ts + dur), true));
}

const typeOf = ({ name, args }) => (name === "EventDispatch" ? args?.data?.type : undefined);

/**
 * The thread of the page that is measured: the colleague's is in the trace too. Where one types here, one types more than the
 * colleague; where one does not, it is the page with most script of those where nobody types.
 */
function measured(events, typing) {
  const threads = new Map();
  for (const event of events.filter(({ name, ph }) => ph === "X" && SCRIPT.has(name))) {
    const { pid, tid, tdur = 0 } = event;
    const key = `${pid} ${tid}`;
    const { keys = 0, script = 0 } = threads.get(key) ?? {};
    threads.set(key, { pid, tid, keys: keys + (typeOf(event) === "keydown" ? 1 : 0), script: script + tdur });
  }
  const all = [...threads.values()];
  return typing ? all.sort((a, b) => b.keys - a.keys)[0] : all.filter(({ keys }) => !keys).sort((a, b) => b.script - a.script)[0];
}

/**
 * From a trace, in milliseconds of the thread's own time (what else the machine does is not counted): the script of each
 * keystroke, which is all that runs in the tasks of its events, from keydown to selectionchange, with the microtasks that
 * they set off (so the editor's reading of the page); and of everything that ran on the page's thread. `typing`: whether one types there.
 */
export function scriptTimes(trace, typing) {
  const events = JSON.parse(trace).traceEvents;
  const thread = measured(events, typing);
  const script = outermost(events, thread, (name) => SCRIPT.has(name));
  const tasks = outermost(events, thread, (name) => name.endsWith("RunTask"));
  const keys = [];
  let whole = 0;
  let at = 0;
  for (const task of tasks) {
    const within = [];
    while (at < script.length && script[at].ts < task.ts + task.dur) within.push(script[at++]);
    const spent = within.reduce((sum, { dur, tdur = dur }) => sum + tdur / 1000, 0);
    whole += spent;
    const types = within.map(typeOf);
    if (types.includes("keydown")) keys.push(0);
    if (keys.length && types.some((type) => KEYED.has(type))) keys[keys.length - 1] += spent;
  }
  return { keys, whole };
}

export const quantile = (values, part) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];

async function traced(browser, page, act, typing = true) {
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8", "toplevel"] });
  await act();
  const trace = await browser.stopTracing();
  return scriptTimes(trace.toString(), typing);
}

/** How long it takes to tell two states of the text apart, in milliseconds: the median of some times. */
async function compared(subject, context) {
  const times = [];
  for (let turn = 0; turn < COMPARED; turn++) {
    const before = performance.now();
    await subject.compare(context);
    times.push(performance.now() - before);
  }
  return quantile(times, 0.5);
}

/** All figures of one editor, in one round. */
export async function measure(browser, subject) {
  const [mine, theirs] = [await subject.open(browser), await subject.open(browser, "grand-montauban")];
  const cold = await opened(mine, subject.address);
  // What was read over the network is on its way to this device's own store.
  await beat(2_000);
  await cold.page.close();
  const warm = await opened(mine, subject.address);
  const { page } = warm;
  const letters = (at) => "dire metropolitain "[at % 19].replace(" ", "Space");
  await caret(page, 0.5);
  const alone = await traced(browser, page, async () => {
    await typing(page, letters, PACE, (at) => at < KEYS / 3);
    await beat(500);
  });
  const colleague = await opened(theirs, subject.address);
  await caret(colleague.page, 0.2);
  let going = true;
  const beside = typing(colleague.page, () => SIGN, COLLEAGUE_PACE, () => going);
  const together = await traced(browser, page, () => typing(page, letters, PACE, (at) => at < KEYS));
  const before = await page.evaluate(() => window.seen.drawn.length);
  const watched = await traced(browser, page, () => beat(WATCHED), false);
  const { drawn, screen } = await page.evaluate(() => window.seen);
  going = false;
  await beside;
  const redline = await compared(subject, mine);
  await mine.close();
  await theirs.close();
  return {
    "open cold, readable (ms)": cold.readable,
    "open cold, editable (ms)": cold.editable,
    "open warm, editable (ms)": warm.editable,
    "script and wasm, compressed (kB)": subject.size / 1000,
    "keystroke script, p50 (ms)": quantile(together.keys, 0.5),
    "keystroke script, p95 (ms)": quantile(together.keys, 0.95),
    "all script for a keystroke, alone (ms)": alone.whole / alone.keys.length,
    "remote edit to the page, p50 (ms)": quantile(drawn, 0.5),
    "remote edit to the page, p95 (ms)": quantile(drawn, 0.95),
    "remote edit to the screen, p50 (ms)": quantile(screen, 0.5),
    "remote edit to the screen, p95 (ms)": quantile(screen, 0.95),
    "all script for a remote edit, alone (ms)": watched.whole / (drawn.length - before),
    "redline of two states (ms)": redline,
    "remote edits seen": drawn.length,
  };
}
