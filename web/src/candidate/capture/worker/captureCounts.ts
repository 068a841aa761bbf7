import type { CaptureStats } from "../messages";

/** Counts what happens to pictures, from one look at the counts to the next. */
export class CaptureCounts {
  private camera = 0;
  private sent = 0;
  private sentBytes = 0;
  private dropped = 0;
  private sinceMillis: number;

  constructor(private readonly now: () => number) {
    this.sinceMillis = now();
  }

  /** The camera gave a picture. */
  onPicture(): void {
    this.camera += 1;
  }

  /** A picture went out, with its header. */
  onSent(bytes: number): void {
    this.sent += 1;
    this.sentBytes += bytes;
  }

  /** A picture was there while the socket was open, and was not sent: the link, the budget or the server had no room. */
  onDropped(): void {
    this.dropped += 1;
  }

  /** The counts since the last call, as rates; begins anew. */
  take(ringBytes: number): CaptureStats {
    const nowMillis = this.now();
    // Two looks in one moment would divide by nothing.
    const seconds = Math.max(nowMillis - this.sinceMillis, 1) / 1000;
    const stats = {
      cameraFps: this.camera / seconds,
      sentFps: this.sent / seconds,
      sentKbitPerSecond: (this.sentBytes * 8) / 1000 / seconds,
      droppedFrames: this.dropped,
      ringBytes,
    };
    this.camera = 0;
    this.sent = 0;
    this.sentBytes = 0;
    this.dropped = 0;
    this.sinceMillis = nowMillis;
    return stats;
  }
}
