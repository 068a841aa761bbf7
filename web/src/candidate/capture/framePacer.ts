/** What a student's link may carry for frames, so that clips and answers still fit into 3 Mbit/s. */
const MAX_BITS_PER_SECOND = 2_600_000;
/** More than this waiting in the socket means that the link is slower than the frames: about 5 pictures. */
const MAX_BUFFERED_BYTES = 64 * 1024;
/** A reply later than this means that frames queue up somewhere on the way. */
const SLOW_REPLY_MILLIS = 700;
const MIN_FPS = 2;
const ADAPT_EVERY_MILLIS = 1000;
/** How far a pause between two pictures may be from the mean one, as a share of it. */
const UNEVENNESS = 0.25;

export interface LinkState {
  /** Bytes that the socket holds and has not sent yet. */
  readonly bufferedBytes: number;
  /** Whether the picture before is still being compressed. */
  readonly encoderBusy: boolean;
}

/**
 * Decides which pictures are sent. Never queues: a picture is sent now or not at all.
 *
 * Below the full rate pauses are uneven: a server that is full asks a whole room down at the same moment, and students who
 * then kept an even step would send together for ever, and wait for each other.
 *
 * Three bounds hold at once: the rate that the server asks for, of all pictures and of larger ones, the bandwidth budget, and the rate that the link has shown
 * to carry (lowered by 30 % when data piles up or replies come late, raised by 2 FPS a second when neither happens).
 */
export class FramePacer {
  private serverFps: number;
  /** Of the pictures as large as they are now. */
  private sizeFps = Infinity;
  private linkFps: number;
  private nextDueMillis = 0;
  private budgetBits = MAX_BITS_PER_SECOND / 4;
  private budgetAtMillis: number | undefined;
  private adaptedAtMillis = 0;
  private congested = false;

  constructor(
    private readonly maxFps: number,
    private readonly random: () => number = Math.random,
  ) {
    this.serverFps = maxFps;
    this.linkFps = maxFps;
  }

  /** The rate aimed at now, frames a second. */
  get fps(): number {
    return Math.max(Math.min(this.serverFps, this.linkFps, this.sizeFps, this.maxFps), 0.5);
  }

  /** The rate that the link has shown to carry, frames a second. */
  get carriedFps(): number {
    return this.linkFps;
  }

  /** The server says what it can take now. */
  onTargetFps(fps: number): void {
    if (Number.isFinite(fps) && fps > 0) this.serverFps = fps;
  }

  /** Pictures have a size of which no more than `fps` are to go out. */
  onSizeFps(fps: number): void {
    this.sizeFps = fps;
  }

  /** A reply came, `delayMillis` after its picture was taken. */
  onReply(delayMillis: number): void {
    if (delayMillis > SLOW_REPLY_MILLIS) this.congested = true;
  }

  /** Returns whether a picture that is there at `nowMillis` shall be sent. */
  admit(nowMillis: number, link: LinkState): boolean {
    this.refill(nowMillis);
    if (link.bufferedBytes > MAX_BUFFERED_BYTES) this.congested = true;
    this.adapt(nowMillis);
    if (link.encoderBusy || link.bufferedBytes > MAX_BUFFERED_BYTES || this.budgetBits < 0) return false;
    const intervalMillis = 1000 / this.fps;
    // A camera's clock is never quite the asked-for one: a picture a little early counts as on time.
    if (nowMillis < this.nextDueMillis - 250 / this.maxFps) return false;
    const unevenness = this.fps < this.maxFps ? UNEVENNESS * (2 * this.random() - 1) : 0;
    this.nextDueMillis = Math.max(this.nextDueMillis, nowMillis - intervalMillis) + intervalMillis * (1 + unevenness);
    return true;
  }

  /** `bytes` went out. */
  onSent(bytes: number): void {
    this.budgetBits -= bytes * 8;
  }

  /** A new socket starts without the old one's jam. */
  reset(): void {
    this.congested = false;
    this.nextDueMillis = 0;
  }

  private refill(nowMillis: number): void {
    const elapsedMillis = Math.max(nowMillis - (this.budgetAtMillis ?? nowMillis), 0);
    this.budgetAtMillis = nowMillis;
    this.budgetBits = Math.min(
      this.budgetBits + (elapsedMillis / 1000) * MAX_BITS_PER_SECOND,
      MAX_BITS_PER_SECOND / 4, // a burst is at most a quarter of a second
    );
  }

  private adapt(nowMillis: number): void {
    if (nowMillis - this.adaptedAtMillis < ADAPT_EVERY_MILLIS) return;
    this.adaptedAtMillis = nowMillis;
    this.linkFps = this.congested ? Math.max(MIN_FPS, this.linkFps * 0.7) : Math.min(this.maxFps, this.linkFps + 2);
    this.congested = false;
  }
}
