// The server under test, and the settings it is given: none of whoever runs the tests, which may name a real database.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** `DIRES_BINARY`, or the one that `make build` makes. */
export const binary =
  process.env.DIRES_BINARY ?? path.join(path.resolve(root, process.env.CARGO_TARGET_DIR ?? "target"), "debug/dires");

/** The program beside it that founds an association, and acts on a database as another process would. */
export const scene = path.join(path.dirname(binary), "examples/scene");

/** The environment of a server that keeps everything in this folder; an empty settings file hides the system's. */
export function settings(folder, port) {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("DIRES_"));
  const file = path.join(folder, "dires.toml");
  writeFileSync(file, "");
  return {
    ...Object.fromEntries(inherited),
    DIRES_CONFIG: file,
    DIRES_DATA: folder,
    // Everything but a line for each request.
    DIRES_LOG: "info,sqlx=warn,dires::web::requests=warn",
    DIRES_LISTEN: `127.0.0.1:${port}`,
    DIRES_PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
}

/** Holds a SQLite file as another program may, so that nobody writes, until `release()`. */
export async function holdDatabase(database) {
  const holder = spawn(path.join(path.dirname(binary), "examples/scene"), ["hold", database], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise((resolve) => holder.once("exit", resolve));
  await new Promise((resolve, reject) => {
    holder.stdout.once("data", resolve);
    holder.once("exit", (code) => reject(new Error(`the database could not be held: ${code}`)));
  });
  return {
    async release() {
      holder.stdin.end();
      await ended;
    },
  };
}
