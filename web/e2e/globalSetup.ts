import { mkdir } from "node:fs/promises";
import { prepareCamera } from "./camera";
import { resultsDir } from "./paths";
import { startServer } from "./server";

/** Prepares the camera file and starts the server; what it returns stops the server again. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  await mkdir(resultsDir, { recursive: true });
  process.env.E2E_CAMERA ??= await prepareCamera();
  if (process.env.INVIGIL_URL !== undefined) return () => Promise.resolve();
  const server = await startServer();
  process.env.INVIGIL_URL = server.url;
  process.env.INVIGIL_DATA = server.dataDir;
  return server.stop;
}
