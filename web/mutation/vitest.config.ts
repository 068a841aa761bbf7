import { mergeConfig, type ViteUserConfig } from "vitest/config";
import base from "../vite.config";

/** The tests of the store of answers alone, as mutation testing runs them: once for each mutant, and so with fewer stories. */
const config: ViteUserConfig = mergeConfig(base, { test: { setupFiles: ["mutation/setup.ts"] } });

export default { ...config, test: { ...config.test, include: ["src/candidate/answers/*.test.ts"] } };
