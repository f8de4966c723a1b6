import { initializeWasm } from "@automerge/automerge/slim";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

await initializeWasm(readFileSync(createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm")));
