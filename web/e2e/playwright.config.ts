import { defineConfig } from "@playwright/test";

/**
 * End-to-end tests: the real server, the system's Chromium, a real face as the camera. Environment:
 *   INVIGIL_URL    a running server to test instead of starting one (its data folder in INVIGIL_DATA)
 *   INVIGIL_START  the command that starts one; `--demo --port PORT --data DIR` is added
 *   E2E_CHROMIUM   the browser; /usr/bin/chromium otherwise
 *   E2E_SHOTS      a folder for pictures of every page and step that is held well made
 *   E2E_CAMERA     a prepared camera file; made from the test pictures otherwise
 */
export default defineConfig({
  testDir: ".",
  outputDir: "results/tests",
  globalSetup: "./globalSetup.ts",
  timeout: 180_000,
  expect: { timeout: 10_000 },
  // A test that passes only at the second try has failed.
  retries: 0,
  // One browser at a time: the analyser shares the machine with them.
  workers: 1,
  forbidOnly: true,
  reporter: [["list"]],
  use: { trace: "retain-on-failure" },
});
