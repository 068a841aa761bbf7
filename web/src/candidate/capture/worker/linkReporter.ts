import type { CameraStanding } from "../messages";

/** The server takes a word for 15 s; on a slow link it waits behind pictures. */
const REPORT_EVERY_MILLIS = 3000;

/** docs/protocol.md, `link`. */
export interface LinkMessage {
  readonly type: "link";
  readonly buffered_bytes: number;
  readonly could_fps: number;
  readonly dropped: number;
  readonly camera: CameraStanding["camera"];
  readonly camera_label: string | null;
  readonly hidden: boolean;
}

/** What is measured where pictures are sent. */
export interface LinkMeasures {
  readonly bufferedBytes: number;
  /** Frames a second that the link has shown to carry. */
  readonly carriedFps: number;
}

/**
 * Tells the server how link, device and camera are, so that pictures which do not come are not taken for the student's doing: a few
 * bytes every 3 s.
 */
export class LinkReporter {
  private standing: CameraStanding = { camera: "missing", label: null, hidden: false };
  private dropped = 0;
  private sent = 0;
  private busy = 0;
  private reportedAtMillis: number | undefined;

  /** How the camera stands from now on. */
  cameraStands(standing: CameraStanding): void {
    this.standing = standing;
  }

  /** A picture was there and did not go out; `isBusy` where the one before was still being compressed. */
  onDropped(isBusy: boolean): void {
    this.dropped += 1;
    if (isBusy) this.busy += 1;
  }

  onSent(): void {
    this.sent += 1;
  }

  /** The message that is due at `nowMillis`, if one is. */
  due(nowMillis: number, { bufferedBytes, carriedFps }: LinkMeasures): LinkMessage | undefined {
    const sinceMillis = nowMillis - (this.reportedAtMillis ?? -Infinity);
    if (sinceMillis < REPORT_EVERY_MILLIS) return undefined;
    // A device that is still at the last picture can do what it did, and no more.
    const deviceFps = this.busy > this.sent ? (this.sent * 1000) / sinceMillis : Infinity;
    this.reportedAtMillis = nowMillis;
    this.sent = 0;
    this.busy = 0;
    return {
      type: "link",
      buffered_bytes: bufferedBytes,
      could_fps: Math.round(Math.min(carriedFps, deviceFps) * 10) / 10,
      dropped: this.dropped,
      camera: this.standing.camera,
      camera_label: this.standing.label,
      hidden: this.standing.hidden,
    };
  }
}
