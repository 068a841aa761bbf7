import { SHORT_ANSWERS } from "../api/analyzeMessages";
import { socketUrl } from "../api/reconnectingSocket";
import * as server from "../api/server";
import type { ExamSession } from "../api/types";
import type { CameraTrouble } from "./camera/cameraErrors";
import { CameraStandingWatch } from "./capture/cameraStanding";
import { CaptureClient } from "./capture/captureClient";
import type { CaptureStats, ConnectionState, FromCaptureWorker, HeadTurn } from "./capture/messages";
import { clipForm } from "./evidence/clipForm";
import { indexedClipBackup } from "./evidence/clipBackup";
import { ClipUploader, MAX_HELD_BYTES, type ClipLoss } from "./evidence/clipUploader";
import { afterResult, isSameShown, NO_FEEDBACK, shownAt, type ShownFeedback } from "./feedback";

/** Results come up to 30 times a second; a page that changes as often cannot be read. */
const PUBLISH_MILLIS = 250;

export interface ProctoringSnapshot extends ShownFeedback {
  readonly connection: ConnectionState;
  readonly failures: number;
  /** When the server was heard last before the connection changed, by the steady clock; null if never. */
  readonly heardAtMillis: number | null;
  readonly stats: CaptureStats | null;
  readonly recorderFailure: string | null;
  /** Clips the server asked for and the browser could not make. */
  readonly clipsNotMade: number;
  /** To which side the student is asked to turn the head now; null: to none. */
  readonly headTurn: HeadTurn | null;
  /** Whether capture has ended and its last clips are still being cut. */
  readonly isCutting: boolean;
}

/** One student's session as the page sees it: capture worker, clip uploads, and what the analyser says. */
export class Proctoring {
  readonly uploads: ClipUploader;
  private capture: CaptureClient | undefined;
  private standing: CameraStandingWatch | undefined;
  /** Counts captures: only the newest tells how things are now. */
  private run = 0;
  private readonly listeners = new Set<() => void>();
  private feedback = NO_FEEDBACK;
  private timer: ReturnType<typeof setInterval> | undefined;
  private headTurnTimer: ReturnType<typeof setTimeout> | undefined;
  private snapshot: ProctoringSnapshot = {
    connection: "connecting",
    failures: 0,
    heardAtMillis: null,
    focusScore: null,
    presence: null,
    alerts: [],
    stats: null,
    recorderFailure: null,
    clipsNotMade: 0,
    headTurn: null,
    isCutting: false,
  };

  constructor(private readonly session: ExamSession) {
    this.uploads = new ClipUploader(
      (clip) => server.uploadClip(clipForm(session.session_id, clip)),
      session.evidence.max_clip_bytes,
      MAX_HELD_BYTES,
      indexedClipBackup(session.session_id),
      (clipId, why) => {
        this.tellLost(clipId, why);
      },
    );
  }

  /** Reviewers shall know why a clip is missing. That it could not be told changes nothing for the student. */
  private tellLost(clipId: string, why: ClipLoss): void {
    server.tellClipLost(this.session.session_id, clipId, why).catch(() => undefined);
  }

  /** Begins capture, again after a `pause`. Without it, nothing but what the constructor was given is touched. */
  start(): void {
    const { session } = this;
    void this.uploads.restore();
    const run = ++this.run;
    this.capture = new CaptureClient(
      {
        socketUrl: socketUrl(`/analyze?session=${session.session_id}&${SHORT_ANSWERS}`),
        width: session.capture.width,
        height: session.capture.height,
        fps: session.capture.fps,
        jpegQuality: session.capture.jpeg_quality,
        clipMillis: session.evidence.clip_ms,
        beforeMillis: session.evidence.before_ms,
      },
      (message) => {
        // Of a capture that was ended only its last clips count.
        if (run === this.run || !isAboutNow(message)) this.onMessage(message);
      },
    );
    this.standing?.stop();
    this.standing = new CameraStandingWatch((standing) => this.capture?.cameraStands(standing));
    this.feedback = NO_FEEDBACK;
    this.publish({ connection: "connecting" });
    this.timer = setInterval(() => {
      this.publishFeedback();
    }, PUBLISH_MILLIS);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): ProctoringSnapshot => this.snapshot;

  useCamera(track: MediaStreamVideoTrack): void {
    this.capture?.useCamera(track);
    this.standing?.stands(track);
  }

  /** @param trouble why there is none, where that is known */
  cameraLost(trouble?: CameraTrouble): void {
    this.capture?.cameraLost();
    this.standing?.stands(undefined, trouble);
  }

  reconnect(): void {
    this.capture?.reconnect();
  }

  /** Whether the camera may connect anew. */
  mayConnect(may: boolean): void {
    this.capture?.mayConnect(may);
  }

  /** Another window has the camera: ends capture until the next `start`. The clips under way are still cut and sent. */
  pause(): void {
    const { capture } = this;
    this.capture = undefined;
    this.run += 1;
    clearInterval(this.timer);
    capture?.dispose();
    this.standing?.stop();
    this.askForHeadTurn(null, 0);
    this.publish({ connection: "closed" });
  }

  /** Ends capture; resolves when the clips under way are cut or lost. Their uploads go on. */
  finish(): Promise<void> {
    if (this.capture === undefined) return Promise.resolve();
    this.publish({ isCutting: true });
    const finished = this.capture.finish();
    void finished.then(() => {
      this.publish({ isCutting: false });
    });
    return finished;
  }

  /** Lets go of everything but clips: those under way are still cut, and all are still sent while the app is open. */
  dispose(): void {
    clearInterval(this.timer);
    clearTimeout(this.headTurnTimer);
    this.standing?.stop();
    this.capture?.dispose();
    this.capture = undefined;
  }

  private onMessage(message: FromCaptureWorker): void {
    switch (message.type) {
      case "result":
        this.feedback = afterResult(this.feedback, message.result, performance.now());
        break;
      case "connection":
        this.publish({
          connection: message.state,
          failures: message.failures,
          heardAtMillis: message.heardAtMillis,
        });
        break;
      case "challenge":
        this.askForHeadTurn(message.turn, message.forMillis);
        break;
      case "stats":
        this.publish({ stats: message.stats });
        break;
      case "clip":
        this.uploads.add(message.clip);
        break;
      case "recorder_failed":
        this.publish({ recorderFailure: message.reason });
        break;
      case "clip_lost":
        this.publish({ clipsNotMade: this.snapshot.clipsNotMade + 1 });
        this.tellLost(message.clipId, "not_recorded");
        break;
      case "finished":
      case "frames_ended":
      case "tick":
        break;
    }
  }

  /** What is asked goes by itself: the server may be gone before it says so. */
  private askForHeadTurn(turn: HeadTurn | null, forMillis: number): void {
    clearTimeout(this.headTurnTimer);
    this.publish({ headTurn: turn });
    if (turn !== null)
      this.headTurnTimer = setTimeout(() => {
        this.publish({ headTurn: null });
      }, forMillis);
  }

  private publishFeedback(): void {
    const shown = shownAt(this.feedback, performance.now());
    if (!isSameShown(shown, this.snapshot)) this.publish(shown);
  }

  private publish(change: Partial<ProctoringSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}

const isAboutNow = ({ type }: FromCaptureWorker): boolean =>
  type === "connection" || type === "result" || type === "challenge" || type === "stats" || type === "recorder_failed";
