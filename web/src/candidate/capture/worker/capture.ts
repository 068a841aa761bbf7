import { FramePacer } from "../framePacer";
import type { CameraStanding, CaptureConfig, FromCaptureWorker } from "../messages";
import { PictureSize, type Size } from "../pictureSize";
import { CaptureCounts } from "./captureCounts";
import { ClipRecording } from "./clipRecording";
import { Drawing } from "./drawing";
import { FrameSender } from "./frameSender";
import { FrameSocket } from "./frameSocket";
import { LinkReporter } from "./linkReporter";
import { VideoRecorder } from "./videoRecorder";

const STATS_EVERY_MILLIS = 1000;
const DUE_EVERY_MILLIS = 200;

/** A clock that does not jump when the computer's is set. */
const now = (): number => performance.timeOrigin + performance.now();

/** The way of each picture: drawn, recorded and perhaps sent; drawn again only where the server wants larger ones. */
export class Capture {
  private readonly drawing: Drawing;
  /** For as long as larger pictures are wanted. */
  private larger: Drawing | undefined;
  private readonly size: PictureSize;
  private readonly counts = new CaptureCounts(now);
  private readonly socket: FrameSocket;
  private readonly sender: FrameSender;
  private readonly recording: ClipRecording;
  private readonly pacer: FramePacer;
  private readonly reporter = new LinkReporter();
  private reader: ReadableStreamDefaultReader<VideoFrame> | undefined;
  private pullTimer: ReturnType<typeof setInterval> | undefined;
  private finishing = false;

  constructor(
    private readonly config: CaptureConfig,
    private readonly say: (message: FromCaptureWorker, transfer?: Transferable[]) => void,
  ) {
    this.drawing = new Drawing(config);
    this.size = new PictureSize(config);
    this.pacer = new FramePacer(config.fps);
    this.recording = new ClipRecording(config, (onError) => VideoRecorder.create(config, onError), say, now);
    this.socket = new FrameSocket(config.socketUrl, {
      onConnection: (connection) => {
        say({ type: "connection", ...connection });
      },
      onOpen: () => {
        this.size.forget();
        this.sender.onOpen();
      },
      onResult: (result) => {
        this.sender.onResult(result);
        this.recording.onResult(result);
        say({ type: "result", result });
      },
      onCapture: (request) => {
        this.size.ask(request, now());
      },
      onChallenge: ({ turn, for_ms: forMillis }) => {
        say({ type: "challenge", turn: forMillis > 0 ? turn : null, forMillis });
      },
    });
    this.sender = new FrameSender(this.socket, this.pacer, this.counts, now, this.reporter);
    setInterval(() => {
      this.reportLink();
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

  onPicture(picture: VideoFrame | ImageBitmap, camera: Size): void {
    const atMillis = now();
    this.counts.onPicture();
    this.drawing.draw(picture, camera);
    this.recording.record(this.drawing.canvas, atMillis);
    if (this.finishing) return;
    const size = this.size.sizeOf(camera, atMillis);
    const isNormal = this.drawing.isOf(size);
    if (isNormal) this.larger = undefined;
    void this.sender.onPicture(atMillis, isNormal ? Infinity : this.size.maxFps(atMillis), () => {
      if (isNormal) return this.drawing.toJpeg(this.config.jpegQuality);
      const larger = this.larger?.isOf(size) === true ? this.larger : (this.larger = new Drawing(size));
      larger.draw(picture, camera);
      return larger.toJpeg(this.config.jpegQuality);
    });
  }

  cameraStands(standing: CameraStanding): void {
    this.reporter.cameraStands(standing);
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

  private reportLink(): void {
    if (!this.socket.isOpen) return;
    const message = this.reporter.due(now(), {
      bufferedBytes: this.socket.bufferedBytes,
      carriedFps: this.pacer.carriedFps,
    });
    if (message !== undefined) this.socket.say(message);
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
