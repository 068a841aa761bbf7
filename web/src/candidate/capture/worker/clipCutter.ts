import type { ChunkRing } from "../chunkRing";
import { ClipPlanner, MAX_PENDING, type ClipRequest, type ClipTiming, type CutClip } from "../clipPlanner";
import type { FromCaptureWorker, RecordedClip } from "../messages";
import { muxClip } from "./clipMuxer";
import type { RecorderCodec } from "./videoRecorder";

/** What the cutter needs of a recording. */
export interface Recording {
  readonly ring: ChunkRing;
  readonly codec: RecorderCodec;
  /** Resolves when everything that was recorded is in the ring. */
  flush(): Promise<void>;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

type Say = (message: FromCaptureWorker, transfer?: Transferable[]) => void;

/** A request is repeated for 3 s; these are far more than come in that time. */
const REMEMBERED_IDS = 256;

/**
 * Makes the clips that the server asks for. Each request ends in one message: `clip`, or `clip_lost` with the reason.
 *
 * Bounds: 8 clips under way or waiting for the recorder; one is written at a time; 256 ids are remembered.
 */
export class ClipCutter {
  private recording: Recording | undefined;
  private planner: ClipPlanner | undefined;
  private failure: string | undefined;
  /** Asked for while the recorder is being made. */
  private readonly waiting: ClipRequest[] = [];
  private readonly known = new Set<string>();
  private cutting = false;

  constructor(
    private readonly config: ClipTiming & Size,
    private readonly say: Say,
    private readonly now: () => number,
    private readonly mux: (cut: CutClip, video: Size & { codec: RecorderCodec }) => Promise<RecordedClip> = muxClip,
  ) {}

  /** The recorder is there: cuts from it from now on. */
  start(recording: Recording): void {
    this.recording = recording;
    this.planner = new ClipPlanner(recording.ring, this.config);
    for (const request of this.waiting.splice(0)) this.plan(this.planner, request);
  }

  /** There will be no recorder. */
  fail(reason: string): void {
    this.failure = reason;
    this.say({ type: "recorder_failed", reason });
    for (const { clipId } of this.waiting.splice(0)) this.lose(clipId, reason);
  }

  /** Whether every clip that was asked for is made or lost. */
  get isIdle(): boolean {
    return !this.cutting && this.waiting.length === 0 && (this.planner?.pendingCount ?? 0) === 0;
  }

  /** The server asks for a clip; the same one more than once is one. */
  request(request: ClipRequest): void {
    if (this.known.has(request.clipId)) return;
    this.remember(request.clipId);
    if (this.failure !== undefined) this.lose(request.clipId, this.failure);
    else if (this.planner !== undefined) this.plan(this.planner, request);
    else if (this.waiting.length < MAX_PENDING) this.waiting.push(request);
    else this.lose(request.clipId, "Too many clips wait for the recorder.");
  }

  /** Makes the clips that are complete; with `all`, those under way too, as long as they got. Does nothing while it does so. */
  async cutDue(all: boolean): Promise<void> {
    const { planner, recording } = this;
    if (this.cutting || planner === undefined || recording === undefined) return;
    const dueMillis = planner.nextDueMillis;
    if (dueMillis === undefined || (dueMillis > this.now() && !all)) return;
    this.cutting = true;
    try {
      await recording.flush().catch((error: unknown) => {
        // What is in the ring already may be all of the clip.
        this.say({ type: "recorder_failed", reason: String(error) });
      });
      for (const cut of planner.takeDue(this.now(), all)) await this.make(cut, recording.codec);
    } finally {
      this.cutting = false;
    }
  }

  private plan(planner: ClipPlanner, request: ClipRequest): void {
    if (!planner.request(request)) this.lose(request.clipId, "Too many clips are under way.");
  }

  private async make(cut: CutClip, codec: RecorderCodec): Promise<void> {
    if (cut.chunks.length === 0) {
      this.lose(cut.request.clipId, "Nothing was recorded around the event.");
      return;
    }
    try {
      const { width, height, fps } = this.config;
      const clip = await this.mux(cut, { codec, width, height, fps });
      this.say({ type: "clip", clip }, [clip.file]);
    } catch (error) {
      this.lose(cut.request.clipId, String(error));
    }
  }

  private lose(clipId: string, reason: string): void {
    this.say({ type: "clip_lost", clipId, reason });
  }

  private remember(clipId: string): void {
    this.known.add(clipId);
    if (this.known.size <= REMEMBERED_IDS) return;
    for (const oldest of this.known) {
      this.known.delete(oldest);
      break;
    }
  }
}
