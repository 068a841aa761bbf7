/** Waiting times between tries: doubling, capped, and spread so that a whole exam room does not come back at once. */
export interface BackoffOptions {
  readonly firstMillis: number;
  readonly maxMillis: number;
}

/**
 * Returns how long to wait before try number `attempt` (0 is the first retry), in milliseconds: between half of and the
 * full doubled time, never more than `maxMillis`.
 */
export function backoffMillis(attempt: number, options: BackoffOptions, random: () => number = Math.random): number {
  const doubled = options.firstMillis * 2 ** Math.min(attempt, 30);
  const capped = Math.min(doubled, options.maxMillis);
  return Math.round(capped * (0.5 + 0.5 * random()));
}
