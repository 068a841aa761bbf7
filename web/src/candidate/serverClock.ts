/**
 * The server's time, on a clock that a student cannot set and that does not jump: one reading of the server's time, carried
 * on by the browser's monotonic clock.
 */
export class ServerClock {
  private serverMillis = Date.now();
  private atMonotonicMillis: number;
  private roundTripMillis = Infinity;

  constructor(private readonly monotonicMillis: () => number = () => performance.now()) {
    this.atMonotonicMillis = monotonicMillis();
  }

  /**
   * Takes in one reading. Half the round trip is the error, so a slow answer never replaces a quick one unless that is old.
   *
   * @param serverTime RFC 3339, read by the server between `sentMillis` and `receivedMillis` (both of the monotonic clock)
   */
  sync(serverTime: string, sentMillis: number, receivedMillis: number): void {
    const roundTripMillis = Math.max(0, receivedMillis - sentMillis);
    const ageMillis = receivedMillis - this.atMonotonicMillis;
    if (roundTripMillis > this.roundTripMillis && ageMillis < 60_000) return;
    this.serverMillis = Date.parse(serverTime);
    this.atMonotonicMillis = sentMillis + roundTripMillis / 2;
    this.roundTripMillis = roundTripMillis;
  }

  /** Milliseconds since 1970 by the server's clock. */
  now(): number {
    return this.serverMillis + (this.monotonicMillis() - this.atMonotonicMillis);
  }
}
