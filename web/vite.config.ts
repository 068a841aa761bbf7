import path from "node:path";
import { constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { compression, defineAlgorithm } from "vite-plugin-compression2";
import { defineConfig } from "vitest/config";

// While developing, pages come from Vite and everything else from a running server.
const server = process.env.INVIGIL_URL ?? "http://localhost:8080";

/** What is filled in, on the exam page and on those of the staff. */
const FIELDS =
  /[\\/]@mantine[\\/]core[\\/].*[\\/](Checkbox|CopyButton|InlineInput|NativeSelect|Progress|Radio|Textarea)[\\/]/;
/** What the pages of an exam and of the staff have in common. */
const SHARED = /[\\/](@tabler[\\/]icons-react|src[\\/](api|identity|ui))[\\/]/;

const LIGHT = [
  { what: "/ScrollArea/ScrollArea.mjs", by: /\/(Modal|Drawer)Root\.mjs$/, instead: "src/ui/noScrollArea.ts" },
  { what: "@floating-ui/react", by: /\/ScrollArea\.mjs$/, instead: "src/ui/mergeRefs.ts" },
];

export default defineConfig({
  plugins: [
    react(),
    {
      // Every page has dialogs, and Mantine's bring along what none of ours uses: its ScrollArea, which they only compare with, and, for
      // one small function of it, a library of 42 kB. A build fails where they come to need more.
      name: "light-dialogs",
      apply: "build",
      enforce: "pre",
      resolveId(source, importer = "") {
        const light = LIGHT.find(({ what, by }) => source.endsWith(what) && by.test(importer));
        return light && path.resolve(import.meta.dirname, light.instead);
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
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Left to itself, the build makes a file of every few lines that two pages share, and each answer has a head of 900 bytes.
          groups: [
            { name: "base", tags: ["$initial"], priority: 3 },
            { name: "fields", test: FIELDS, priority: 2 },
            { name: "shared", test: SHARED, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
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
