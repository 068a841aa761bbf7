import type { Alert } from "../api/analyzeMessages";
import * as server from "../api/server";
import type { ExamSession, Presence } from "../api/types";
import { CaptureClient } from "./capture/captureClient";
import type { CaptureStats, ConnectionState, FromCaptureWorker } from "./capture/messages";
import { clipForm } from "./evidence/clipForm";
import { indexedClipBackup } from "./evidence/clipBackup";
import { ClipUploader, MAX_HELD_BYTES } from "./evidence/clipUploader";

/** Results come up to 30 times a second; a page that changes as often cannot be read. */
const PUBLISH_MILLIS = 250;
/** An alert stays this long after the last picture that gave it, so that it can be read. */
const ALERT_MILLIS = 4000;
/** Without a result for this long the score is no longer the present one. */
const STALE_MILLIS = 2500;

export interface ProctoringSnapshot {
  readonly connection: ConnectionState;
  readonly failures: number;
  /** 0 to 100; null before the first result and while no pictures are analysed. */
  readonly focusScore: number | null;
  readonly presence: Presence | null;
  readonly alerts: readonly Alert[];
  readonly stats: CaptureStats | null;
  readonly recorderFailure: string | null;
  /** Clips the server asked for and the browser could not make. */
  readonly clipsNotMade: number;
}

/** One student's session as the page sees it: capture worker, clip uploads, and what the analyser says. */
export class Proctoring {
  readonly uploads: ClipUploader;
  private capture: CaptureClient | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly alerts = new Map<string, { alert: Alert; presence: Presence; untilMillis: number }>();
  private timer: ReturnType<typeof setInterval> | undefined;
  private snapshot: ProctoringSnapshot = {
    connection: "connecting",
    failures: 0,
    focusScore: null,
    presence: null,
    alerts: [],
    stats: null,
    recorderFailure: null,
    clipsNotMade: 0,
  };
  private latest: { focusScore: number; presence: Presence; atMillis: number } | undefined;
  private resolveFinished: (() => void) | undefined;

  constructor(private readonly session: ExamSession) {
    this.uploads = new ClipUploader(
      (clip) => server.uploadClip(clipForm(session.session_id, clip)),
      session.evidence.max_clip_bytes,
      MAX_HELD_BYTES,
      indexedClipBackup(session.session_id),
    );
  }

  /** Begins capture. Without it, nothing but what the constructor was given is touched. */
  start(): void {
    const { session } = this;
    void this.uploads.restore();
    const socketUrl = new URL(`/analyze?session=${session.session_id}`, location.href);
    socketUrl.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    this.capture = new CaptureClient(
      {
        socketUrl: socketUrl.href,
        width: session.capture.width,
        height: session.capture.height,
        fps: session.capture.fps,
        jpegQuality: session.capture.jpeg_quality,
        clipMillis: session.evidence.clip_ms,
        beforeMillis: session.evidence.before_ms,
      },
      (message) => {
        this.onMessage(message);
      },
    );
    this.timer = setInterval(() => {
      this.publishResults();
    }, PUBLISH_MILLIS);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): ProctoringSnapshot => this.snapshot;

  useCamera(track: MediaStreamVideoTrack): void {
    this.capture?.useCamera(track);
  }

  cameraLost(): void {
    this.capture?.cameraLost();
  }

  reconnect(): void {
    this.capture?.reconnect();
  }

  /** Ends capture; resolves when the clips under way are cut. Their uploads go on. */
  finish(): Promise<void> {
    const finished = new Promise<void>((resolve) => {
      this.resolveFinished = resolve;
    });
    this.capture?.finish();
    return finished;
  }

  dispose(): void {
    clearInterval(this.timer);
    this.capture?.dispose();
    this.capture = undefined;
  }

  private onMessage(message: FromCaptureWorker): void {
    switch (message.type) {
      case "result": {
        const { focus_score, presence, alerts } = message.result;
        const atMillis = performance.now();
        this.latest = { focusScore: focus_score, presence, atMillis };
        for (const alert of alerts) {
          this.alerts.set(alert.code, { alert, presence, untilMillis: atMillis + ALERT_MILLIS });
        }
        break;
      }
      case "connection":
        this.publish({ connection: message.state, failures: message.failures });
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
      case "finished":
        this.resolveFinished?.();
        break;
      case "clip_lost":
        this.publish({ clipsNotMade: this.snapshot.clipsNotMade + 1 });
        break;
      case "frames_ended":
      case "tick":
        break;
    }
  }

  private publishResults(): void {
    const nowMillis = performance.now();
    const fresh =
      this.latest !== undefined && nowMillis - this.latest.atMillis < STALE_MILLIS ? this.latest : undefined;
    for (const [code, { presence, untilMillis }] of this.alerts) {
      // "We cannot see you" must not stand beside "You are in view", nor beside a connection that is lost.
      if (untilMillis < nowMillis || presence !== fresh?.presence) this.alerts.delete(code);
    }
    const focusScore = fresh === undefined ? null : Math.round(fresh.focusScore);
    const presence = fresh?.presence ?? null;
    const alerts = [...this.alerts.values()].map(({ alert }) => alert);
    const same =
      focusScore === this.snapshot.focusScore &&
      presence === this.snapshot.presence &&
      alerts.length === this.snapshot.alerts.length &&
      alerts.every((alert, index) => alert.message === this.snapshot.alerts[index]?.message);
    if (!same) this.publish({ focusScore, presence, alerts });
  }

  private publish(change: Partial<ProctoringSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}
