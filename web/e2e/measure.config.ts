import base from "./playwright.config";

/** The measurement of `typing.spec.ts`, long enough to mean something. What is set already holds. */
process.env.MEASURE_WARM_UP_SECONDS ??= "60";
process.env.MEASURE_SECONDS ??= "30";
process.env.MEASURE_ROUNDS ??= "3";

export default { ...base, testMatch: "typing.spec.ts" };
