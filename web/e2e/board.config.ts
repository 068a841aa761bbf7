import base from "./playwright.config";

/** The measurement of `boardMeasure.spec.ts`, five minutes for each view. What is set already holds. */
process.env.MEASURE_SECONDS ??= "300";

export default { ...base, testMatch: "boardMeasure.spec.ts" };
