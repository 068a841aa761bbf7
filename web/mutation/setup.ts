import fc from "fast-check";

// The same stories for every mutant, so that a score can be had again; and the first that fails is enough.
fc.configureGlobal({ seed: 20_260_101, numRuns: 100, endOnFailure: true });
