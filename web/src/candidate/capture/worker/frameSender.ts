import type { AnalysisResult } from "../../../api/analyzeMessages";
import type { FramePacer } from "../framePacer";
import type { CaptureCounts } from "./captureCounts";
import { LinkReporter } from "./linkReporter";

/** More pictures without a reply than any link has under way: their replies will not come. */
const MAX_UNANSWERED = 256;

/** What is sent through. */
export interface FrameLink {
  readonly isOpen: boolean;
  readonly bufferedBytes: number;
  /** The number of the picture sent last. */
  readonly lastSeq: number;
  /** Returns how many bytes went out, 0 for none. */
  send(captureTimeMillis: number, jpeg: ArrayBuffer): number;
}

/** Makes a JPEG of the camera's picture, which it takes before it returns. */
export type Compress = () => Promise<ArrayBuffer>;

/**
 * Sends pictures, each now or never: one is compressed at a time, and the pacer says which.
 *
 * Bounds: one picture under way to the socket; 256 times of pictures without a reply.
 */
export class FrameSender {
  private isCompressing = false;
  /** Pictures without a reply yet: number -> when taken. */
  private readonly sentAt = new Map<number, number>();

  constructor(
    private readonly link: FrameLink,
    private readonly pacer: FramePacer,
    private readonly counts: CaptureCounts,
    private readonly now: () => number,
    private readonly reporter: LinkReporter = new LinkReporter(),
  ) {}

  /**
   * A picture is there, taken at `atMillis` (since 1970); resolves when it was sent or left out.
   *
   * @param maxFps of pictures as large as this one
   */
  async onPicture(atMillis: number, maxFps: number, compress: Compress): Promise<void> {
    if (!this.link.isOpen) return;
    const link = { bufferedBytes: this.link.bufferedBytes, encoderBusy: this.isCompressing };
    this.pacer.onSizeFps(maxFps);
    if (!this.pacer.admit(this.now(), link)) {
      this.counts.onDropped();
      this.reporter.onDropped(link.encoderBusy);
      return;
    }
    this.isCompressing = true;
    try {
      const bytes = this.link.send(atMillis, await compress());
      if (bytes === 0) return;
      this.pacer.onSent(bytes);
      this.counts.onSent(bytes);
      this.reporter.onSent();
      this.sentAt.set(this.link.lastSeq, atMillis);
      if (this.sentAt.size > MAX_UNANSWERED) this.sentAt.clear();
    } finally {
      this.isCompressing = false;
    }
  }

  /** A new socket: nothing that was sent on an older one will be answered. */
  onOpen(): void {
    this.pacer.reset();
    this.sentAt.clear();
  }

  /** The server has looked at a picture, and says how many it can take. */
  onResult({ seq, target_fps }: Pick<AnalysisResult, "seq" | "target_fps">): void {
    const sentAtMillis = this.sentAt.get(seq);
    if (sentAtMillis !== undefined) {
      this.sentAt.delete(seq);
      this.pacer.onReply(this.now() - sentAtMillis);
    }
    this.pacer.onTargetFps(target_fps);
  }
}
