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

  /** When the recording begins at which a clip can start that shows `atMillis`: the last key picture up to it, else the first there is. */
  findStart(atMillis: number): number | undefined {
    let start = this.chunks[0]?.atMillis;
    for (const chunk of this.chunks) {
      if (chunk.atMillis > atMillis) break;
      if (chunk.key) start = chunk.atMillis;
    }
    return start;
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
