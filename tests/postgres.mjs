// A PostgreSQL server of a test's own, on a temporary folder, which can be stopped and started.
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

function run(command, options) {
  const done = spawnSync(command[0], command.slice(1), { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"], ...options });
  if (done.status !== 0) throw new Error(`${command.join(" ")}: ${done.error?.message ?? done.stderr ?? done.status}`);
  return done.stdout?.trim() ?? "";
}

async function freePort() {
  const server = net.createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Postgres {
  /** Starts a server; it runs as `postgres` where the test runs as root, which it refuses. */
  static async start() {
    const self = new Postgres();
    const binaries = run([path.join(here, "find"), "postgres"]);
    self.folder = mkdtempSync(path.join(process.getuid() === 0 ? "/tmp" : tmpdir(), "dires-postgres-"));
    self.owner = {};
    if (process.getuid() === 0) {
      if (spawnSync("id", ["postgres"]).status !== 0) run(["useradd", "--system", "postgres"]);
      const [uid, gid] = ["-u", "-g"].map((which) => Number(run(["id", which, "postgres"])));
      chownSync(self.folder, uid, gid);
      self.owner = { uid, gid };
    }
    self.data = path.join(self.folder, "data");
    self.control = path.join(binaries, "pg_ctl");
    const port = await freePort();
    const initdb = [path.join(binaries, "initdb"), "-D", self.data, "-U", "dires", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
    run(initdb, self.options);
    self.settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${self.folder} -c fsync=off`;
    self.url = `postgres://dires@127.0.0.1:${port}/postgres?sslmode=disable`;
    self.resume();
    return self;
  }

  get options() {
    return { ...this.owner, cwd: this.folder, env: { ...process.env, HOME: this.folder } };
  }

  /** Ends it, cutting off whoever is connected. */
  stop(how = "fast") {
    run([this.control, "-D", this.data, "-m", how, "-w", "stop"], { ...this.options, stdio: "ignore" });
  }

  resume() {
    const log = path.join(this.folder, "server.log");
    run([this.control, "-D", this.data, "-w", "-l", log, "-o", this.settings, "start"], { ...this.options, stdio: "ignore" });
  }

  end() {
    try {
      this.stop("immediate");
    } catch {
      // It was stopped already.
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
