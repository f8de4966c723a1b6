// A whole association for a story: the real binary on an empty folder with the demo, and real browsers.
import { spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import net from "node:net";
import { chromium } from "playwright-core";
import { binary, scene, settings as settingsIn } from "../server.mjs";

const PASSWORD = "une-phrase-de-demonstration";

/** The installed browser: `CHROMIUM`, or where systems put it. */
export function findChromium() {
  const found = [
    process.env.CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/opt/homebrew/bin/chromium",
  ].find((candidate) => candidate && existsSync(candidate));
  if (!found) throw new Error("Chromium is missing: name it in CHROMIUM, or apt-get install chromium");
  return found;
}

async function freePort() {
  const server = net.createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the server says that it serves; fails with its own words if it ends first. */
function untilReady(server, said) {
  return new Promise((resolve, reject) => {
    server.once("exit", () => reject(new Error(`the server ended: ${said.join("")}`)));
    server.stdout.on("data", () => said.join("").includes("en service") && resolve());
  });
}

/** Starts the association in a temporary folder: `{ url, run(), stop(), restart() }`. */
export async function startAssociation(settings = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), "dires-story-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { ...settingsIn(folder, port), DIRES_DEMO_PASSWORD: PASSWORD, ...settings };
  let server;
  const start = async (...options) => {
    const said = [];
    server = spawn(binary, ["serve", ...options], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
    server.stdout.on("data", (text) => said.push(text));
    server.stderr.on("data", (text) => said.push(text));
    await untilReady(server, said);
  };
  const end = (signal) =>
    new Promise((resolve) => {
      server.once("exit", resolve);
      server.kill(signal);
    });
  await start("--demo");
  return {
    url,
    /** What another process does to the database while the site serves. */
    run(statement) {
      const done = spawnSync(scene, ["run", `sqlite://${folder}/dires.sqlite`, statement], { encoding: "utf8" });
      if (done.status !== 0) throw new Error(done.error?.message ?? done.stderr);
    },
    database: `sqlite://${path.join(folder, "dires.sqlite")}`,
    password: PASSWORD,
    async restart(signal = "SIGTERM") {
      await end(signal);
      await start();
    },
    async stop() {
      await end("SIGTERM");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Loopback too goes through a person's own proxy, so that their network can be cut.
  "--proxy-bypass-list=<-loopback>",
];

/** Starts Chromium without a single request to anywhere but the association. */
export function startChromium() {
  return chromium.launch({ executablePath: findChromium(), args: ARGUMENTS });
}

/** Opens somebody's own Chromium, which keeps in `folder` what it keeps when it is closed: its only context. */
export function openProfile(folder, context) {
  return chromium.launchPersistentContext(folder, { executablePath: findChromium(), args: ARGUMENTS, ...context });
}
