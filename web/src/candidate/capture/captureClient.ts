import type { CaptureConfig, FromCaptureWorker, ToCaptureWorker } from "./messages";

/** The page's handle on the capture worker. */
export class CaptureClient {
  private readonly worker = new Worker(new URL("./worker/captureWorker.ts", import.meta.url), {
    type: "module",
    name: "capture",
  });
  private video: HTMLVideoElement | undefined;
  private pulling = false;

  constructor(config: CaptureConfig, onMessage: (message: FromCaptureWorker) => void) {
    this.worker.onmessage = ({ data }: MessageEvent<FromCaptureWorker>) => {
      if (data.type === "tick") void this.pull();
      else onMessage(data);
    };
    this.worker.onerror = (event) => {
      onMessage({ type: "recorder_failed", reason: event.message });
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

  reconnect(): void {
    this.say({ type: "reconnect" });
  }

  /** Closes the socket, finishes the clips under way; `finished` follows. */
  finish(): void {
    this.say({ type: "finish" });
  }

  dispose(): void {
    this.stopPulling();
    this.worker.terminate();
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
