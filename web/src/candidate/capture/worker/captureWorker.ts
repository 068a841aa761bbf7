/**
 * Everything about the camera that must not wait for the page: draw, compress, send, record, cut. It owns the frame socket,
 * so that a page in the background (whose own timers are slowed down) goes on as before.
 *
 * Bounds: one picture is compressed at a time; the socket holds at most 64 KiB; the ring 16 s or 8 MB; 8 clips under way.
 */
import type { AnalysisResult } from "../../../api/analyzeMessages";
import { FramePacer } from "../framePacer";
import { letterbox } from "../letterbox";
import type { CaptureConfig, FromCaptureWorker, ToCaptureWorker } from "../messages";
import { ClipCutter } from "./clipCutter";
import { FrameSocket } from "./frameSocket";
import { VideoRecorder } from "./videoRecorder";

declare const self: DedicatedWorkerGlobalScope;

const STATS_EVERY_MILLIS = 1000;
const DUE_EVERY_MILLIS = 200;

/** A clock that does not jump when the computer's is set. */
const now = (): number => performance.timeOrigin + performance.now();

function say(message: FromCaptureWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

class Capture {
  private readonly canvas: OffscreenCanvas;
  private readonly context: OffscreenCanvasRenderingContext2D;
  private readonly pacer: FramePacer;
  private readonly socket: FrameSocket;
  private readonly clips: ClipCutter;
  private recorder: VideoRecorder | undefined;
  private reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  private pullTimer: ReturnType<typeof setInterval> | undefined;
  /** Pictures without a reply yet: number -> when taken. */
  private readonly sentAt = new Map<number, number>();
  private encoderBusy = false;
  private finishing = false;
  private counts = { camera: 0, sent: 0, bytes: 0, dropped: 0 };
  private countedAtMillis = now();

  constructor(private readonly config: CaptureConfig) {
    this.canvas = new OffscreenCanvas(config.width, config.height);
    const context = this.canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("This browser cannot draw off the page.");
    this.context = context;
    this.pacer = new FramePacer(config.fps);
    this.clips = new ClipCutter(config, say, now);
    this.socket = new FrameSocket(config.socketUrl, {
      onConnection: (connection) => {
        say({ type: "connection", ...connection });
      },
      onOpen: () => {
        this.pacer.reset();
      },
      onResult: (result) => {
        this.onResult(result);
      },
    });
    setInterval(() => {
      this.sayStats();
    }, STATS_EVERY_MILLIS);
    setInterval(() => void this.cutDue(), DUE_EVERY_MILLIS);
    VideoRecorder.create(config, (reason) => {
      say({ type: "recorder_failed", reason });
    }).then(
      (recorder) => {
        this.recorder = recorder;
        this.clips.start(recorder);
      },
      (error: unknown) => {
        this.clips.fail(String(error));
      },
    );
  }

  async readFrames(readable: ReadableStream<VideoFrame>): Promise<void> {
    this.dropCamera();
    const reader = readable.getReader();
    this.reader = reader;
    for (;;) {
      const { done, value: frame } = await reader.read();
      if (this.reader !== reader) {
        frame?.close();
        return;
      }
      if (done) {
        this.reader = undefined;
        say({ type: "frames_ended" });
        return;
      }
      this.onPicture(frame, { width: frame.displayWidth, height: frame.displayHeight });
      frame.close();
    }
  }

  pullFrames(): void {
    this.dropCamera();
    this.pullTimer = setInterval(() => {
      say({ type: "tick" });
    }, 1000 / this.config.fps);
  }

  onPicture(picture: VideoFrame | ImageBitmap, size: { width: number; height: number }): void {
    const atMillis = now();
    this.counts.camera += 1;
    const place = letterbox(size, this.canvas);
    if (place.width < this.canvas.width || place.height < this.canvas.height) {
      this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    this.context.drawImage(picture, place.x, place.y, place.width, place.height);
    this.recorder?.record(this.canvas, atMillis);
    if (!this.socket.isOpen || this.finishing) return;
    const link = { bufferedBytes: this.socket.bufferedBytes, encoderBusy: this.encoderBusy };
    if (this.pacer.admit(performance.now(), link)) void this.send(atMillis);
    else this.counts.dropped += 1;
  }

  reconnect(): void {
    this.socket.reconnect();
  }

  mayConnect(may: boolean): void {
    this.socket.mayConnect(may);
  }

  dropCamera(): void {
    clearInterval(this.pullTimer);
    this.pullTimer = undefined;
    void this.reader?.cancel();
    this.reader = undefined;
  }

  finish(): void {
    this.finishing = true;
    this.socket.close();
    void this.cutDue();
  }

  private async send(atMillis: number): Promise<void> {
    this.encoderBusy = true;
    try {
      const jpeg = await this.canvas.convertToBlob({ type: "image/jpeg", quality: this.config.jpegQuality });
      const bytes = this.socket.send(atMillis, await jpeg.arrayBuffer());
      if (bytes === 0) return;
      this.pacer.onSent(bytes);
      this.counts.sent += 1;
      this.counts.bytes += bytes;
      this.sentAt.set(this.socket.lastSeq, atMillis);
      if (this.sentAt.size > 256) this.sentAt.clear();
    } finally {
      this.encoderBusy = false;
    }
  }

  private onResult(result: AnalysisResult): void {
    const sentAtMillis = this.sentAt.get(result.seq);
    if (sentAtMillis !== undefined) {
      this.sentAt.delete(result.seq);
      this.pacer.onReply(now() - sentAtMillis);
    }
    this.pacer.onTargetFps(result.target_fps);
    if (result.record && result.clip !== null) {
      this.clips.request({
        clipId: result.clip.clip_id,
        behavior: result.clip.behavior,
        eventAtMillis: result.clip.event_capture_time_ms,
      });
    }
    say({ type: "result", result });
  }

  /** Cuts the clips that are complete. Without a camera nothing more comes, so those under way end as they are. */
  private async cutDue(): Promise<void> {
    const cameraGone = this.reader === undefined && this.pullTimer === undefined;
    await this.clips.cutDue(this.finishing && cameraGone);
    if (this.finishing && this.clips.isIdle) {
      this.dropCamera();
      say({ type: "finished" });
      self.close();
    }
  }

  private sayStats(): void {
    const seconds = (now() - this.countedAtMillis) / 1000;
    say({
      type: "stats",
      stats: {
        cameraFps: this.counts.camera / seconds,
        sentFps: this.counts.sent / seconds,
        sentKbitPerSecond: (this.counts.bytes * 8) / 1000 / seconds,
        droppedFrames: this.counts.dropped,
        ringBytes: this.recorder?.ring.sizeBytes ?? 0,
      },
    });
    this.counts = { camera: 0, sent: 0, bytes: 0, dropped: 0 };
    this.countedAtMillis = now();
  }
}

let capture: Capture | undefined;

self.onmessage = ({ data }: MessageEvent<ToCaptureWorker>) => {
  switch (data.type) {
    case "start":
      capture ??= new Capture(data.config);
      break;
    case "frames":
      void capture?.readFrames(data.readable);
      break;
    case "pull_frames":
      capture?.pullFrames();
      break;
    case "picture":
      capture?.onPicture(data.bitmap, data.bitmap);
      data.bitmap.close();
      break;
    case "camera_lost":
      capture?.dropCamera();
      break;
    case "reconnect":
      capture?.reconnect();
      break;
    case "may_connect":
      capture?.mayConnect(data.may);
      break;
    case "finish":
      capture?.finish();
      break;
  }
};
