// Bundles the tests as esbuild bundles the page (packages stay as they are) and hands them to Node's own runner.
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../node_modules/.cache", `dires-tests-${process.pid}`);
const wanted = process.argv.slice(2);
const files = readdirSync(here, { recursive: true }).filter((name) => name.endsWith(".test.ts") && (!wanted.length || wanted.some((part) => name.includes(part))));

rmSync(out, { recursive: true, force: true });
await build({
  entryPoints: files.map((name) => join(here, name)),
  outdir: out,
  outbase: here,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
  sourcemap: "inline",
});
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files.map((name) => join(out, name.replace(/\.ts$/, ".mjs")))], { stdio: "inherit" });
rmSync(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
