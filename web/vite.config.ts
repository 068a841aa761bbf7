import path from "node:path";
import { constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { compression, defineAlgorithm } from "vite-plugin-compression2";
import { defineConfig } from "vitest/config";

// While developing, pages come from Vite and everything else from a running server.
const server = process.env.INVIGIL_URL ?? "http://localhost:8080";

export default defineConfig({
  plugins: [
    react(),
    {
      // Mantine's ScrollArea, part of every dialog, needs one small function of a library of 42 kB. Only a page of the staff uses the
      // rest, and every page would load it. A build fails where ScrollArea comes to need more.
      name: "light-scroll-area",
      apply: "build",
      enforce: "pre",
      resolveId(source, importer) {
        const isLight = source === "@floating-ui/react" && importer?.endsWith("/ScrollArea.mjs") === true;
        return isLight ? path.resolve(import.meta.dirname, "src/ui/mergeRefs.ts") : undefined;
      },
    },
    // Compressed once, as small as it gets; the server has only to choose: x.js.br, x.js.gz or x.js.
    compression({
      algorithms: [
        defineAlgorithm("brotliCompress", {
          params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
        }),
        defineAlgorithm("gzip", { level: constants.Z_BEST_COMPRESSION }),
      ],
    }),
  ],
  build: {
    // The browsers that know light-dark() in CSS; older ones lack what the exam page needs anyway.
    target: ["chrome123", "edge123", "firefox130", "safari17.5"],
    sourcemap: false,
    chunkSizeWarningLimit: 600,
  },
  worker: { format: "es" },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      "/api": { target: server },
      "/analyze": { target: server, ws: true, rewriteWsOrigin: true },
      "/events": { target: server, ws: true, rewriteWsOrigin: true },
      "/tiles": { target: server, ws: true, rewriteWsOrigin: true },
      "/live": {
        target: server,
        ws: true,
        rewriteWsOrigin: true,
        bypass: (request) => pageUnlessSocket(request.headers.upgrade),
      },
    },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "lint/**/*.test.js"],
    setupFiles: ["src/testSetup.ts"],
    restoreMocks: true,
    // Typing in a simulated browser takes seconds on a machine that builds something else meanwhile.
    testTimeout: 20_000,
  },
});

/** `/live` is both a page and a socket: only the upgrade goes to the server. */
function pageUnlessSocket(upgrade: string | undefined): string | undefined {
  return upgrade === undefined ? "/index.html" : undefined;
}
