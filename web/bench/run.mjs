// Measures our editor beside two others on one text in one run, and prints a table; see README.md here.
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
process.env.DIRES_BINARY ??= path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "release/dires");
const { startChromium } = await import("../../tests/browser/association.mjs");
const { measure, quantile } = await import("./measure.mjs");
const { ours } = await import("./ours.mjs");
const { automerge, tiptap } = await import("./servers.mjs");
const { keystrokes } = await import("./text.mjs");

const set = (name, usual) => process.env[name] || usual;
const QUICK = set("QUICK", "0") !== "0";
const ROUNDS = Number(set("ROUNDS", QUICK ? 1 : 3));
const EDITORS = { ours, automerge, tiptap };
const asked = set("EDITORS", Object.keys(EDITORS).join(" ")).split(" ");
const strokes = keystrokes(set("TRACE", path.join(root, "../shared/data/automerge-paper.json.gz")), 30_000);

/** Runs every editor once a round, so that what else the machine does falls on all alike. */
async function rounds(browser, subjects) {
  const all = subjects.map(() => []);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [at, subject] of subjects.entries()) {
      console.error(`round ${round} of ${ROUNDS}: ${subject.name}`);
      all[at].push(await measure(browser, subject));
    }
  }
  return all;
}

const short = (value) => (value === undefined ? "–" : value >= 100 ? value.toFixed(0) : value.toFixed(value >= 10 ? 1 : 2));

/** Medians, and ours to the better of the others. */
function table(subjects, all) {
  const rows = [["", ...subjects.map(({ name, version }) => `${name} ${version}`.trim()), "ours / best peer"]];
  for (const name of Object.keys(all[0][0])) {
    const medians = all.map((runs) => quantile(runs.map((run) => run[name]), 0.5));
    const best = Math.min(...medians.slice(1));
    const ratio = subjects[0].name === "ours" && medians.length > 1 && !name.endsWith("seen") ? (medians[0] / best).toFixed(2) : "";
    rows.push([name, ...medians.map(short), ratio]);
  }
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, at) => (at ? cell.padStart(widths[at]) : cell.padEnd(widths[at]))).join(" | ")} |`;
  const rule = `|${widths.map((width, at) => (at ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join("\n");
}

const load = loadavg()[0].toFixed(1);
const browser = await startChromium();
const subjects = [];
try {
  for (const name of asked) subjects.push(await EDITORS[name](strokes, browser));
  const all = await rounds(browser, subjects);
  const facts = `${cpus().length} cores (${cpus()[0].model}), load before ${load}, Chromium ${browser.version()}; ${ROUNDS} rounds; 30,000 characters made by ${strokes.length} keystrokes`;
  const report = `# The editor beside others\n\n- ${facts}\n\n${table(subjects, all)}\n`;
  const out = path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "bench");
  mkdirSync(out, { recursive: true });
  writeFileSync(path.join(out, "editor.md"), report);
  console.log(report);
} finally {
  await browser.close();
  for (const subject of subjects) await subject.stop();
}
process.exit(0);
