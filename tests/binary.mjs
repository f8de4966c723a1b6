// The server under test: `DIRES_BINARY`, or the one that `make build` makes.
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

export const binary =
  process.env.DIRES_BINARY ?? path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "debug/dires");
