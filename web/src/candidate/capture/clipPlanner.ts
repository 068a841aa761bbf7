import type { ChunkRing, RecordedChunk } from "./chunkRing";

export interface ClipRequest {
  readonly clipId: string;
  readonly behavior: string;
  /** The event, milliseconds since 1970 by this computer's clock. */
  readonly eventAtMillis: number;
}

export interface CutClip {
  readonly request: ClipRequest;
  readonly chunks: readonly RecordedChunk[];
  /** When the first picture was taken, milliseconds since 1970. */
  readonly startMillis: number;
  readonly endMillis: number;
}

export interface ClipTiming {
  readonly clipMillis: number;
  readonly beforeMillis: number;
}

/** One flagged moment keeps one clip: what is asked for beyond this many at a time is refused. */
export const MAX_PENDING = 8;

interface PlannedClip {
  readonly request: ClipRequest;
  readonly startMillis: number;
  readonly endMillis: number;
}

/**
 * Turns record signals into cuts of the ring. A clip starts with the last key picture that lies `beforeMillis` or more before
 * the event (with whatever there is when the recording began later, or goes on after a gap) and is always `clipMillis` long. Clips may overlap.
 */
export class ClipPlanner {
  private readonly pending: PlannedClip[] = [];

  constructor(
    private readonly ring: ChunkRing,
    private readonly timing: ClipTiming,
  ) {}

  get pendingCount(): number {
    return this.pending.length;
  }

  /** Returns false if too many are under way: this one is not taken. */
  request(request: ClipRequest): boolean {
    if (this.pending.length >= MAX_PENDING) return false;
    const wanted = request.eventAtMillis - this.timing.beforeMillis;
    const startMillis = this.ring.findStart(wanted) ?? wanted;
    this.pending.push({ request, startMillis, endMillis: startMillis + this.timing.clipMillis });
    return true;
  }

  /** When the next clip is complete, milliseconds since 1970; undefined if none is under way. */
  get nextDueMillis(): number | undefined {
    return this.pending.length === 0 ? undefined : Math.min(...this.pending.map((clip) => clip.endMillis));
  }

  /**
   * Takes out the clips that are complete at `nowMillis`; with `all`, those under way too, as long as they got. A clip of which
   * nothing was recorded has no chunks.
   */
  takeDue(nowMillis: number, all = false): CutClip[] {
    const due = this.pending.filter((clip) => all || clip.endMillis <= nowMillis);
    for (const clip of due) this.pending.splice(this.pending.indexOf(clip), 1);
    return due.map(({ request, startMillis, endMillis }) => {
      const chunks = this.ring.slice(startMillis, endMillis);
      return { request, chunks, startMillis: chunks[0]?.atMillis ?? startMillis, endMillis };
    });
  }
}
