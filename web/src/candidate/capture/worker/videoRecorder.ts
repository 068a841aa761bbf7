import { ChunkRing } from "../chunkRing";

/** Chromium's order of preference; the first that this browser can write is taken. */
const CODECS = [
  { codec: "vp09.00.30.08", container: "vp9" },
  { codec: "vp8", container: "vp8" },
] as const;
const BITRATE = 380_000;
const KEY_EVERY_MILLIS = 1000;
/** A clip reaches 10 s back when it is cut, plus up to 1 s to its key picture, plus what a late record signal takes. */
const KEEP_MILLIS = 16_000;
const MAX_BYTES = 8 * 1024 * 1024;
/** Pictures that may wait for the encoder; more are left out of the recording. */
const MAX_ENCODE_QUEUE = 4;

export type RecorderCodec = (typeof CODECS)[number]["container"];

/** Keeps the last seconds of the camera as VP9 or VP8 in a ring. Nothing leaves it unless a clip is cut. */
export class VideoRecorder {
  readonly ring = new ChunkRing(KEEP_MILLIS, MAX_BYTES);
  private keyAtMillis = -Infinity;

  private constructor(
    private readonly encoder: VideoEncoder,
    readonly codec: RecorderCodec,
    private readonly fps: number,
  ) {}

  /** @throws Error if this browser writes neither VP9 nor VP8 */
  static async create(
    size: { width: number; height: number; fps: number },
    onError: (reason: string) => void,
  ): Promise<VideoRecorder> {
    for (const { codec, container } of CODECS) {
      const config: VideoEncoderConfig = {
        codec,
        width: size.width,
        height: size.height,
        framerate: size.fps,
        bitrate: BITRATE,
        bitrateMode: "variable",
        latencyMode: "realtime",
      };
      const { supported } = await VideoEncoder.isConfigSupported(config);
      if (supported !== true) continue;
      // The encoder needs its output callback before the recorder that owns the ring exists.
      const holder: { recorder?: VideoRecorder } = {};
      const encoder = new VideoEncoder({
        output: (chunk) => holder.recorder?.keep(chunk),
        error: (error) => {
          onError(error.message);
        },
      });
      encoder.configure(config);
      return (holder.recorder = new VideoRecorder(encoder, container, size.fps));
    }
    throw new Error("This browser can write neither VP9 nor VP8 video.");
  }

  /** Encodes what the canvas shows now, taken at `atMillis` (since 1970). */
  record(canvas: OffscreenCanvas, atMillis: number): void {
    if (this.encoder.state !== "configured" || this.encoder.encodeQueueSize > MAX_ENCODE_QUEUE) return;
    const keyFrame = atMillis - this.keyAtMillis >= KEY_EVERY_MILLIS;
    if (keyFrame) this.keyAtMillis = atMillis;
    const frame = new VideoFrame(canvas, {
      timestamp: Math.round(atMillis * 1000),
      duration: Math.round(1_000_000 / this.fps),
    });
    this.encoder.encode(frame, { keyFrame });
    frame.close();
  }

  /** Resolves when everything that was recorded is in the ring. */
  async flush(): Promise<void> {
    if (this.encoder.state === "configured") await this.encoder.flush();
  }

  close(): void {
    if (this.encoder.state !== "closed") this.encoder.close();
    this.ring.clear();
  }

  private keep(chunk: EncodedVideoChunk): void {
    const data = new Uint8Array(chunk.byteLength);
    chunk.copyTo(data);
    this.ring.push({ atMillis: chunk.timestamp / 1000, key: chunk.type === "key", data });
  }
}
