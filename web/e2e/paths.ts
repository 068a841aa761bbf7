import path from "node:path";

export const e2eDir = import.meta.dirname;
export const projectDir = path.resolve(e2eDir, "../..");
export const resultsDir = path.join(e2eDir, "results");
