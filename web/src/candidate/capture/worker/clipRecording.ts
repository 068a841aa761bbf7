import type { AnalysisResult } from "../../../api/analyzeMessages";
import type { CaptureConfig, FromCaptureWorker } from "../messages";
import { ClipCutter, type Recording } from "./clipCutter";

/** What records: the ring that clips are cut from, and the encoder before it. */
export interface Recorder extends Recording {
  /** Encodes what the canvas shows now, taken at `atMillis` (since 1970). */
  record(canvas: OffscreenCanvas, atMillis: number): void;
}

type Say = (message: FromCaptureWorker, transfer?: Transferable[]) => void;

/**
 * The recording of the camera and the clips out of it. The recorder takes a moment to be made, or cannot be made at all; clips
 * that are asked for meanwhile wait for it, or are told lost.
 */
export class ClipRecording {
  private recorder: Recorder | undefined;
  private readonly clips: ClipCutter;

  constructor(
    config: CaptureConfig,
    createRecorder: (onError: (reason: string) => void) => Promise<Recorder>,
    say: Say,
    now: () => number,
    clips: ClipCutter = new ClipCutter(config, say, now),
  ) {
    this.clips = clips;
    createRecorder((reason) => {
      say({ type: "recorder_failed", reason });
    }).then(
      (recorder) => {
        this.recorder = recorder;
        clips.start(recorder);
      },
      (error: unknown) => {
        clips.fail(String(error));
      },
    );
  }

  record(canvas: OffscreenCanvas, atMillis: number): void {
    this.recorder?.record(canvas, atMillis);
  }

  /** Plans the clip that a result asks for. */
  onResult({ record, clip }: Pick<AnalysisResult, "record" | "clip">): void {
    if (!record || clip === null) return;
    this.clips.request({
      clipId: clip.clip_id,
      behavior: clip.behavior,
      eventAtMillis: clip.event_capture_time_ms,
    });
  }

  /** Makes the clips that are complete; with `all`, those under way too. Resolves to whether none is left. */
  async cutDue(all: boolean): Promise<boolean> {
    await this.clips.cutDue(all);
    return this.clips.isIdle;
  }

  /** What the ring holds. */
  get sizeBytes(): number {
    return this.recorder?.ring.sizeBytes ?? 0;
  }
}
