import { expect, test } from "@playwright/test";
import { readdir, readFile } from "node:fs/promises";
import { startServer, untilUp } from "./server";

/** What a kernel does to a process when the machine is out of memory. The launcher starts another one in its place. */
test("a server that is killed comes back by itself, with everything it had", async ({ request }) => {
  const server = await startServer("restart.log");
  try {
    const before = await childOf(server.pid);
    process.kill(before, "SIGKILL");
    await expect.poll(() => childOf(server.pid), { timeout: 60_000 }).not.toBe(before);
    await untilUp(server.url, () => true);

    // The same database: an account of the first start signs in.
    await request.get(`${server.url}/api/auth/me`);
    const { cookies } = await request.storageState();
    const signedIn = await request.post(`${server.url}/api/auth/sign-in`, {
      data: { username: "student1", password: "invigil-student1" },
      headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    });
    expect(signedIn.status()).toBe(200);
  } finally {
    await server.stop();
  }
});

/** The JVM below the launcher; 0 while there is none. */
async function childOf(launcher: number): Promise<number> {
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    // The parent is the second field after the command in parentheses, which may hold spaces.
    const stat = await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "");
    const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    if (Number(parent) === launcher && command.includes("InvigilServer")) return Number(entry);
  }
  return 0;
}
