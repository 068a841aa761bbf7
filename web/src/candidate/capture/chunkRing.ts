/** One encoded picture of the recording. */
export interface RecordedChunk {
  /** When the picture was taken, milliseconds since 1970. */
  readonly atMillis: number;
  readonly key: boolean;
  readonly data: Uint8Array;
}

/**
 * The last seconds of the encoded camera picture, in memory. Bounded twice: by time and by bytes. It always starts with a
 * key picture, for nothing before one can be shown.
 */
export class ChunkRing {
  /** Key pictures are a second apart; where the last one is older, the camera stood still in between. */
  private static readonly MAX_LEAD_MILLIS = 2000;

  private chunks: RecordedChunk[] = [];
  private bytes = 0;

  constructor(
    private readonly keepMillis: number,
    private readonly maxBytes: number,
  ) {}

  get sizeBytes(): number {
    return this.bytes;
  }

  get length(): number {
    return this.chunks.length;
  }

  push(chunk: RecordedChunk): void {
    const last = this.chunks.at(-1);
    if (last === undefined ? !chunk.key : chunk.atMillis <= last.atMillis) return;
    this.chunks.push(chunk);
    this.bytes += chunk.data.byteLength;
    this.evict(chunk.atMillis - this.keepMillis);
  }

  clear(): void {
    this.chunks = [];
    this.bytes = 0;
  }

  /**
   * Where a clip can start that shows `atMillis`: at the last key picture up to it, or at the next one if the recording begins later or has
   * a gap there: what was before a gap shows another moment. Undefined if there is neither yet.
   */
  findStart(atMillis: number): number | undefined {
    const keys = this.chunks.filter(({ key }) => key).map((chunk) => chunk.atMillis);
    return (
      keys.findLast((at) => at <= atMillis && at >= atMillis - ChunkRing.MAX_LEAD_MILLIS) ??
      keys.find((at) => at > atMillis)
    );
  }

  /** Returns the pictures taken in [startMillis, endMillis), from the first key picture in it. */
  slice(startMillis: number, endMillis: number): RecordedChunk[] {
    const inside = this.chunks.filter((chunk) => chunk.atMillis >= startMillis && chunk.atMillis < endMillis);
    const firstKey = inside.findIndex((chunk) => chunk.key);
    return firstKey < 0 ? [] : inside.slice(firstKey);
  }

  /** Whole groups of pictures go, oldest first: those that ended before `oldestMillis`, and more while too much is held. */
  private evict(oldestMillis: number): void {
    for (;;) {
      const nextKey = this.chunks.findIndex((chunk, index) => index > 0 && chunk.key);
      const next = this.chunks[nextKey];
      if (next === undefined) {
        if (this.bytes > this.maxBytes) this.clear();
        return;
      }
      if (next.atMillis > oldestMillis && this.bytes <= this.maxBytes) return;
      for (const gone of this.chunks.splice(0, nextKey)) this.bytes -= gone.data.byteLength;
    }
  }
}
