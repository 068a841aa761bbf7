import type { CameraStanding, CaptureConfig, FromCaptureWorker, ToCaptureWorker } from "./messages";

/**
 * What the worker may take to finish, beside the length of a clip that has just begun: the last pictures out of the encoder
 * and eight clips written take a slow laptop a second or two. Somebody who has submitted waits for this.
 */
const FINISH_SPARE_MILLIS = 10_000;
const NOT_LOADED = "a part of this page could not be loaded";
/** Requests for clips come at most every 10 s and are repeated for 3 s. */
const REMEMBERED_CLIPS = 256;

/**
 * The page's handle on the capture worker. Each clip that the server asked for ends in one `clip` or `clip_lost`,
 * whatever becomes of the worker.
 */
export class CaptureClient {
  private readonly worker = new Worker(new URL("./worker/captureWorker.ts", import.meta.url), {
    type: "module",
    name: "capture",
  });
  private video: HTMLVideoElement | undefined;
  private pulling = false;
  /** Whether the worker has said anything yet. */
  private spoken = false;
  private failure: string | undefined;
  private finished: Promise<void> | undefined;
  private resolveFinished: (() => void) | undefined;
  private finishTimer: ReturnType<typeof setTimeout> | undefined;
  private ended = false;
  private disposed = false;
  /** Clips that the server asked for, and whether it is known what became of them. */
  private readonly clips = new Map<string, "asked" | "told">();

  constructor(
    private readonly config: CaptureConfig,
    private readonly onMessage: (message: FromCaptureWorker) => void,
  ) {
    this.worker.onmessage = ({ data }: MessageEvent<FromCaptureWorker>) => {
      this.spoken = true;
      this.failure = undefined;
      this.hear(data);
    };
    this.worker.onerror = (event) => {
      if (this.spoken) this.tell({ type: "recorder_failed", reason: event.message });
      // Blocked, or gone from a server that is newer than this page: without a first word none will come.
      else this.fail(NOT_LOADED);
    };
    this.worker.onmessageerror = () => {
      this.tell({ type: "recorder_failed", reason: "a message between two parts of this page could not be read" });
    };
    this.say({ type: "start", config });
  }

  /** Takes pictures from `track` from now on. The track stays the caller's. */
  useCamera(track: MediaStreamVideoTrack): void {
    this.stopPulling();
    if ("MediaStreamTrackProcessor" in globalThis) {
      const { readable } = new MediaStreamTrackProcessor({ track, maxBufferSize: 2 });
      this.say({ type: "frames", readable }, [readable]);
      return;
    }
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.srcObject = new MediaStream([track]);
    void this.video.play();
    this.say({ type: "pull_frames" });
  }

  cameraLost(): void {
    this.stopPulling();
    this.say({ type: "camera_lost" });
  }

  cameraStands(standing: CameraStanding): void {
    this.say({ type: "camera_stands", ...standing });
  }

  reconnect(): void {
    this.say({ type: "reconnect" });
  }

  mayConnect(may: boolean): void {
    this.say({ type: "may_connect", may });
  }

  /** Closes the socket and finishes the clips under way; resolves when each is made or lost, at the latest after a limit. */
  finish(): Promise<void> {
    this.finished ??= new Promise((resolve) => {
      this.resolveFinished = resolve;
      this.say({ type: "finish" });
      if (this.failure === undefined) {
        this.finishTimer = setTimeout(() => {
          this.end("The recording did not finish in time.");
        }, this.config.clipMillis + FINISH_SPARE_MILLIS);
      } else {
        this.end(this.failure);
      }
    });
    return this.finished;
  }

  /**
   * Lets go of the camera. Clips under way end as they are and still come, then the worker ends: leaving the page within the
   * app loses none that was asked for.
   */
  dispose(): void {
    this.cameraLost();
    this.disposed = true;
    void this.finish();
  }

  private hear(message: FromCaptureWorker): void {
    switch (message.type) {
      case "tick":
        void this.pull();
        return;
      case "finished":
        this.end("The recording ended before the clip was made.");
        return;
      case "result":
        if (message.result.record && message.result.clip !== null) this.asked(message.result.clip.clip_id);
        break;
      case "clip":
        this.clips.set(message.clip.clipId, "told");
        break;
      case "clip_lost":
        this.clips.set(message.clipId, "told");
        break;
      default:
        break;
    }
    this.tell(message);
  }

  /** To whoever is left: of a page that is gone, only clips still matter. */
  private tell(message: FromCaptureWorker): void {
    if (!this.disposed || message.type === "clip" || message.type === "clip_lost") this.onMessage(message);
  }

  private asked(clipId: string): void {
    if (this.clips.has(clipId)) return;
    this.clips.set(clipId, "asked");
    if (this.clips.size <= REMEMBERED_CLIPS) return;
    for (const oldest of this.clips.keys()) {
      this.clips.delete(oldest);
      break;
    }
  }

  /** The worker will never work. */
  private fail(reason: string): void {
    this.failure = reason;
    this.tell({ type: "recorder_failed", reason });
    if (this.finished !== undefined) this.end(reason);
  }

  /** Nothing comes from the worker any more: what has not come is lost, for this reason. */
  private end(reason: string): void {
    if (this.ended) return;
    this.ended = true;
    clearTimeout(this.finishTimer);
    this.worker.onmessage = null;
    this.worker.terminate();
    for (const [clipId, known] of this.clips) {
      if (known === "asked") this.tell({ type: "clip_lost", clipId, reason });
    }
    this.clips.clear();
    this.resolveFinished?.();
  }

  /** The worker's clock asks for each picture, for a page's own timers sleep in the background. */
  private async pull(): Promise<void> {
    const { video } = this;
    if (this.pulling || video === undefined || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    this.pulling = true;
    try {
      const bitmap = await createImageBitmap(video);
      this.say({ type: "picture", bitmap }, [bitmap]);
    } catch {
      // The camera went away between the check and the picture; its `ended` event tells the page.
    } finally {
      this.pulling = false;
    }
  }

  private stopPulling(): void {
    if (this.video !== undefined) this.video.srcObject = null;
    this.video = undefined;
  }

  private say(message: ToCaptureWorker, transfer: Transferable[] = []): void {
    this.worker.postMessage(message, transfer);
  }
}
