import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectDir, resultsDir } from "./paths";

/** A fresh clone builds first. */
const START_MILLIS = 600_000;
const STOP_MILLIS = 30_000;
const POLL_MILLIS = 300;

export interface RunningServer {
  readonly url: string;
  readonly dataDir: string;
  /** Of what was started: the launcher. */
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** Starts the server on a free port with an empty data folder, and waits until it says that it can serve. */
export async function startServer(logName = "server.log"): Promise<RunningServer> {
  const port = await freePort();
  const dataDir = await mkdtemp(path.join(tmpdir(), "invigil-e2e-"));
  const [command = "", ...args] = (process.env.INVIGIL_START ?? `${projectDir}/invigil start`).split(" ");
  const child = spawn(command, [...args, "--demo", "--port", String(port), "--data", dataDir], {
    cwd: projectDir,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that stopping reaches everything it started and nothing else.
    detached: true,
  });
  const log = createWriteStream(path.join(resultsDir, logName));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const stop = async () => {
    await stopProcess(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}`;
  try {
    await untilUp(url, () => child.exitCode === null);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, dataDir, pid: child.pid ?? 0, stop };
}

/** Waits until it says that it can serve; `lives` tells whether that may still happen. */
export async function untilUp(url: string, lives: () => boolean): Promise<void> {
  const deadline = Date.now() + START_MILLIS;
  while (Date.now() < deadline) {
    if (!lives()) throw new Error("The server ended while starting; see e2e/results/server.log.");
    const health = await fetch(`${url}/actuator/health`).catch(() => undefined);
    if (health?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLIS));
  }
  throw new Error("The server did not come up; see e2e/results/server.log.");
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null) return;
  const group = -child.pid;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  process.kill(group, "SIGTERM");
  const timer = setTimeout(() => {
    process.kill(group, "SIGKILL");
  }, STOP_MILLIS);
  await exited;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === "object" && address !== null) resolve(address.port);
        else reject(new Error("No free port."));
      });
    });
  });
}
