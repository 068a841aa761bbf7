import { FramePacer } from "../framePacer";
import { letterbox } from "../letterbox";
import type { CaptureConfig, FromCaptureWorker } from "../messages";
import { CaptureCounts } from "./captureCounts";
import { ClipRecording } from "./clipRecording";
import { FrameSender } from "./frameSender";
import { FrameSocket } from "./frameSocket";
import { VideoRecorder } from "./videoRecorder";

const STATS_EVERY_MILLIS = 1000;
const DUE_EVERY_MILLIS = 200;

/** A clock that does not jump when the computer's is set. */
const now = (): number => performance.timeOrigin + performance.now();

/** The way of each picture: drawn once, in the size that the server wants, then recorded and perhaps sent. */
export class Capture {
  private readonly canvas: OffscreenCanvas;
  private readonly context: OffscreenCanvasRenderingContext2D;
  private readonly counts = new CaptureCounts(now);
  private readonly socket: FrameSocket;
  private readonly sender: FrameSender;
  private readonly recording: ClipRecording;
  private reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  private pullTimer: ReturnType<typeof setInterval> | undefined;
  private finishing = false;

  constructor(
    private readonly config: CaptureConfig,
    private readonly say: (message: FromCaptureWorker, transfer?: Transferable[]) => void,
  ) {
    this.canvas = new OffscreenCanvas(config.width, config.height);
    const context = this.canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("This browser cannot draw off the page.");
    this.context = context;
    this.recording = new ClipRecording(config, (onError) => VideoRecorder.create(config, onError), say, now);
    this.socket = new FrameSocket(config.socketUrl, {
      onConnection: (connection) => {
        say({ type: "connection", ...connection });
      },
      onOpen: () => {
        this.sender.onOpen();
      },
      onResult: (result) => {
        this.sender.onResult(result);
        this.recording.onResult(result);
        say({ type: "result", result });
      },
    });
    this.sender = new FrameSender(this.socket, new FramePacer(config.fps), () => this.compress(), this.counts, now);
    setInterval(() => {
      say({ type: "stats", stats: this.counts.take(this.recording.sizeBytes) });
    }, STATS_EVERY_MILLIS);
    setInterval(() => void this.cutDue(), DUE_EVERY_MILLIS);
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
        this.say({ type: "frames_ended" });
        return;
      }
      this.onPicture(frame, { width: frame.displayWidth, height: frame.displayHeight });
      frame.close();
    }
  }

  pullFrames(): void {
    this.dropCamera();
    this.pullTimer = setInterval(() => {
      this.say({ type: "tick" });
    }, 1000 / this.config.fps);
  }

  onPicture(picture: VideoFrame | ImageBitmap, size: { width: number; height: number }): void {
    const atMillis = now();
    this.counts.onPicture();
    const place = letterbox(size, this.canvas);
    if (place.width < this.canvas.width || place.height < this.canvas.height) {
      this.context.fillRect(0, 0, this.canvas.width, this.canvas.height);
    }
    this.context.drawImage(picture, place.x, place.y, place.width, place.height);
    this.recording.record(this.canvas, atMillis);
    if (!this.finishing) void this.sender.onDrawn(atMillis);
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

  private async compress(): Promise<ArrayBuffer> {
    const jpeg = await this.canvas.convertToBlob({ type: "image/jpeg", quality: this.config.jpegQuality });
    return jpeg.arrayBuffer();
  }

  /** Cuts the clips that are complete. Without a camera nothing more comes, so those under way end as they are. */
  private async cutDue(): Promise<void> {
    const cameraGone = this.reader === undefined && this.pullTimer === undefined;
    const isIdle = await this.recording.cutDue(this.finishing && cameraGone);
    if (this.finishing && isIdle) {
      this.dropCamera();
      this.say({ type: "finished" });
    }
  }
}
