import { backoffMillis } from "../api/backoff";
import * as server from "../api/server";
import { toProblem } from "../api/problem";
import type { ExamSession, SubmitReason } from "../api/types";
import type { Drafts } from "../identity/drafts";
import { isOver } from "../ui/sittingStates";
import { localAnswerBackup } from "./answers/answerBackup";
import { AnswerStore, waitsForStudent } from "./answers/answerStore";
import { CameraPlace } from "./cameraPlace";
import type { CameraTrouble } from "./camera/cameraErrors";
import { AnswerVersions } from "./events/answerVersions";
import type { EventChannel } from "./events/eventChannel";
import type { SittingMessage } from "./events/eventMessages";
import { WindowRule } from "./events/windowRule";
import { finishExam, type FinishPhase } from "./finishExam";
import { notSavedOf, rememberNotSaved, withLeft, type NotSaved } from "./notSaved";
import { Proctoring } from "./proctoring";
import type { ServerClock } from "./serverClock";

/** So much of the time in which the server still takes answers is used for them; the rest is left for submitting. */
const ANSWERS_OF_GRACE = 2 / 3;
/** This many failed connections in a row, and the page asks whether the session still runs. */
const FAILURES_BEFORE_LOOK = 3;
/** Between questions for what another window has saved, while they fail. */
const LOOK_BACKOFF = { firstMillis: 1_000, maxMillis: 8_000 };

/** What is over is asked for its result without long pauses. */
const OVER_PAUSE_MILLIS = 1000;

/** So often the end of time joins two versions that saving has found, before it pauses as after a failure. */
const MAX_JOINS = 3;

const END_LOOKS = { firstMillis: 1000, maxMillis: 15_000 };

const LOCKED = "You went on in another window.";

type Standing = Pick<ExamSession, "ends_at" | "status" | "status_since">;

const pausedAt = ({ status, status_since }: Standing): number | null =>
  status === "paused" ? Date.parse(status_since) : null;

/** How a sitting ended in this window. */
export interface SittingEnd {
  readonly notSaved: NotSaved;
  /** Sends the clips that were under way, if there are any. */
  readonly proctoring: Proctoring;
}

export interface SittingEvents {
  /** This window films again. */
  startCamera(): void;
  /** Another window films, or nobody any more. */
  stopCamera(): void;
  /** The exam is submitted, here or elsewhere. Called once. */
  onDone(end: SittingEnd): void;
}

export interface SittingSnapshot {
  /** How far submitting is; null while the student works. */
  readonly phase: Exclude<FinishPhase, { phase: "returned" }> | null;
  readonly endsAtMillis: number;
  /** Since when the clock stands still; null while it runs. */
  readonly pausedAtMillis: number | null;
  /** Whether the end has been moved, and the student has not said yet that this is seen. */
  readonly isEndMoved: boolean;
  /** Whether submitting has turned back, because saving brought up something that the student has to decide. */
  readonly isReturned: boolean;
}

/**
 * One student's sitting in this window, from the first question to the end: answers, camera, what the event channel tells, and
 * submitting. The end is the server's: whichever window, node or clock it came by, this window follows.
 */
export class Sitting {
  readonly answers: AnswerStore;
  readonly proctoring: Proctoring;
  readonly rule: WindowRule;
  private readonly versions: AnswerVersions;
  private readonly listeners = new Set<() => void>();
  private snapshot: SittingSnapshot;
  private events: SittingEvents | undefined;
  private state: "new" | "running" | "disposed" = "new";
  private readonly gone = new AbortController();
  private latest: SittingMessage | null = null;
  private isLooking = false;
  private isLookingForEnd = false;
  private isFinishing = false;
  private isDone = false;
  /** The server has said that the exam is over. */
  private isOver = false;
  private endWaiting: (() => void) | undefined;
  private notSaved: NotSaved = new Map();
  /** The state for which the answers were read last. */
  private lookedFor: SittingMessage | null = null;
  private failedLooks = 0;
  private lookTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly cameraPlace = new CameraPlace({
    isMissed: () => !this.rule.isLocked && !this.isDone && this.proctoring.getSnapshot().connection === "replaced",
    // Which window rules is for the channel to say.
    isOurs: () => this.rule.getSnapshot().state === "ours" && this.channel.getSnapshot().isCurrent,
    takeBack: () => {
      this.proctoring.reconnect();
    },
  });
  private mayCameraConnect = true;

  constructor(
    private readonly session: ExamSession,
    windowId: string,
    private readonly clock: ServerClock,
    private readonly channel: EventChannel,
    private readonly drafts: Drafts,
  ) {
    const sessionId = session.session_id;
    this.versions = new AnswerVersions(session.answers);
    this.answers = new AnswerStore(
      session.answers,
      session.limits,
      async (questionId, write, leaving) => {
        try {
          const saved = await this.versions.watch(server.saveAnswer(sessionId, questionId, write, leaving));
          channel.heard();
          return saved;
        } catch (error) {
          const problem = toProblem(error);
          // A refusal is the server's own word; anything else may come from something on the way.
          if (!problem.isTransient) channel.heard();
          if (problem.code === "other_device") this.rule.onOtherDevice();
          throw error;
        }
      },
      localAnswerBackup(sessionId),
    );
    this.proctoring = new Proctoring(session);
    this.rule = new WindowRule(
      windowId,
      (move) => server.claimWindow(sessionId, windowId, move),
      {
        onClaimed: (claimed) => {
          this.claimed(claimed);
        },
        onLost: () => {
          this.lost();
        },
      },
      () => clock.now(),
    );
    this.snapshot = {
      phase: null,
      endsAtMillis: Date.parse(session.ends_at),
      pausedAtMillis: pausedAt(session),
      isEndMoved: false,
      isReturned: false,
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): SittingSnapshot => this.snapshot;

  /** Begins; before, nothing but what the constructor was given is touched. Once more only changes whom it tells. */
  start(events: SittingEvents): void {
    this.events = events;
    if (this.state !== "new") return;
    this.state = "running";
    if (this.snapshot.pausedAtMillis !== null) this.answers.hold(true);
    this.answers.resume();
    this.proctoring.start();
    this.listen();
    this.rule.enter();
    this.channel.sync(this.clock);
    this.onChannel();
  }

  /** The page is left: what is unsaved is sent once more, and then nothing. Final. */
  dispose(): void {
    if (this.state === "disposed") return;
    this.state = "disposed";
    this.gone.abort();
    clearTimeout(this.lookTimer);
    this.cameraPlace.dispose();
    this.rule.dispose();
    this.answers.sendBeforeLeaving();
    this.answers.dispose();
    // Where the exam ended elsewhere, its last clip may still be in the making; what is left then ends by itself.
    if (!this.isDone || this.isFinishing) this.proctoring.dispose();
  }

  useCamera(track: MediaStreamVideoTrack | undefined, trouble?: CameraTrouble): void {
    if (track === undefined) this.proctoring.cameraLost(trouble);
    else this.proctoring.useCamera(track);
  }

  /** The student has seen that the end is another one. */
  readonly endIsSeen = (): void => {
    this.publish({ isEndMoved: false });
  };

  /** Whether closing the page would lose something. */
  get hasUnsent(): boolean {
    return (
      !this.isDone && (this.answers.getSnapshot().unsavedCount > 0 || this.proctoring.uploads.getSnapshot().waiting > 0)
    );
  }

  /** Submits the exam. */
  async finish(reason: SubmitReason): Promise<void> {
    if (this.isFinishing || this.isDone || this.answers.getSnapshot().locked !== null) return;
    this.isFinishing = true;
    this.publish({ isReturned: false });
    const seen = this.waiting(); // the dialog has named them
    await finishExam(
      reason,
      this.snapshot.endsAtMillis + this.session.grace_ms * ANSWERS_OF_GRACE,
      {
        saveAnswers: async () => {
          if (reason === "time") await this.saveAndJoin();
          else await this.answers.flush();
          if (this.answers.isClosed || this.isOver) return { left: 0, failure: null };
          const { pendingCount, failure } = this.answers.getSnapshot();
          const needsStudent = reason === "student" && this.waiting().some((questionId) => !seen.includes(questionId));
          return { left: pendingCount, failure, needsStudent };
        },
        submit: (why) => server.submitExam(this.session.session_id, why),
        sendClips: async () => {
          this.closeAnswers();
          await this.proctoring.finish();
          await this.proctoring.uploads.drained();
        },
        serverNow: () => this.clock.now(),
        // An end that comes from elsewhere ends the waiting, too.
        wait: (millis) =>
          new Promise((resolve) => {
            this.endWaiting = resolve;
            setTimeout(resolve, this.isOver ? Math.min(millis, OVER_PAUSE_MILLIS) : millis);
          }),
      },
      (phase) => {
        if (phase.phase === "returned") {
          this.returned();
          return;
        }
        this.publish({ phase });
        if (phase.phase === "failed") this.isFinishing = false;
        if (phase.phase === "done") this.done();
      },
    );
  }

  /** Questions that stay unsaved until the student does something. */
  private waiting(): string[] {
    return [...this.answers.getSnapshot().entries].filter(([, entry]) => waitsForStudent(entry)).map(([id]) => id);
  }

  /** Saves when time is over. What that finds in conflict is kept as one text, and saved in its turn. */
  private async saveAndJoin(): Promise<void> {
    this.answers.keepBothEverywhere();
    await this.answers.flush();
    for (let joins = 0; joins < MAX_JOINS && this.answers.keepBothEverywhere(); joins += 1) await this.answers.flush();
  }

  /** Goes back to the questions, and catches up on what was passed over while submitting. */
  private returned(): void {
    this.isFinishing = false;
    this.publish({ phase: null, isReturned: true });
    if (this.rule.isLocked) this.lost();
    else void this.look();
  }

  private listen(): void {
    const { signal } = this.gone;
    document.addEventListener(
      "visibilitychange",
      () => {
        if (document.visibilityState === "visible") void this.look();
      },
      { signal },
    );
    window.addEventListener(
      "online",
      () => {
        this.proctoring.uploads.retryNow();
        void this.answers.flush();
      },
      { signal },
    );
    window.addEventListener(
      "pagehide",
      () => {
        this.answers.sendBeforeLeaving();
      },
      { signal },
    );
    const endings = [
      this.channel.subscribe(() => {
        this.onChannel();
      }),
      this.answers.subscribe(() => {
        this.lookIfUnexplained();
        if (this.answers.isClosed) void this.lookForEnd();
      }),
      this.listenToCamera(),
    ];
    signal.addEventListener("abort", () => {
      for (const end of endings) end();
    });
  }

  /** The camera's socket may know of the end before the channel does. */
  private listenToCamera(): () => void {
    let before = this.proctoring.getSnapshot();
    return this.proctoring.subscribe(() => {
      const now = this.proctoring.getSnapshot();
      const hasBecome = (connection: typeof now.connection) =>
        now.connection === connection && before.connection !== connection;
      const isClosed = hasBecome("closed");
      const isReplaced = hasBecome("replaced");
      const isFailing = now.failures >= FAILURES_BEFORE_LOOK && now.failures !== before.failures;
      before = now;
      if (this.rule.isLocked) return;
      if (isReplaced) this.cameraPlace.lost();
      else if (isClosed || isFailing) void this.look();
    });
  }

  private onChannel(): void {
    const { isCurrent } = this.channel.getSnapshot();
    this.onState();
    // A window that was away may have been left for another one: its camera must not take that one's place.
    if (isCurrent === this.mayCameraConnect) return;
    this.mayCameraConnect = isCurrent;
    this.proctoring.mayConnect(isCurrent);
  }

  private onState(): void {
    const { sitting } = this.channel.getSnapshot();
    if (sitting === null || sitting === this.latest) return;
    this.latest = sitting;
    this.learn(sitting);
    if (this.isOver) return;
    this.rule.onSitting(sitting);
    this.lookIfUnexplained();
  }

  /** The end, whether the clock runs, and whether all is over. */
  private learn(stands: Standing): void {
    const endsAtMillis = Date.parse(stands.ends_at);
    if (endsAtMillis !== this.snapshot.endsAtMillis) this.publish({ endsAtMillis, isEndMoved: true });
    const pausedAtMillis = pausedAt(stands);
    if (pausedAtMillis !== this.snapshot.pausedAtMillis) {
      this.publish({ pausedAtMillis });
      this.answers.hold(pausedAtMillis !== null);
    }
    if (isOver(stands.status)) this.endedElsewhere();
  }

  /** Another window has saved something, if what the server has does not come of this window's own writes. */
  private lookIfUnexplained(): void {
    const { latest } = this;
    if (latest === null || latest === this.lookedFor || this.rule.isLocked) return;
    if (this.versions.isSaving || this.isLooking || this.versions.explains(latest.answers_version)) return;
    this.lookedFor = latest; // once, unless it fails: then again after a pause
    void this.look();
  }

  /** Reads the session again: the clock after sleep, the end if it moved, what other windows have saved. */
  private async look(): Promise<void> {
    if (this.isLooking || this.isFinishing || this.isDone || this.state !== "running") return;
    this.isLooking = true;
    clearTimeout(this.lookTimer);
    try {
      const sentMillis = performance.now();
      const fresh = await server.getExamSession(this.session.session_id);
      this.clock.sync(fresh.server_time, sentMillis, performance.now());
      this.takeIn(fresh);
      this.failedLooks = 0;
    } catch {
      // The connection's state is on the page already. What stands here as saved may be saved otherwise by now.
      this.lookAgainLater();
    } finally {
      this.isLooking = false;
    }
    this.lookIfUnexplained();
  }

  private lookAgainLater(): void {
    if (this.state !== "running") return;
    this.lookTimer = setTimeout(
      () => {
        this.lookedFor = null;
        this.lookIfUnexplained();
      },
      backoffMillis(this.failedLooks, LOOK_BACKOFF),
    );
    this.failedLooks += 1;
  }

  /** The server takes no more answers, so the exam is over, and nobody may have told this window yet. */
  private async lookForEnd(): Promise<void> {
    if (this.isLookingForEnd) return;
    this.isLookingForEnd = true;
    for (let attempt = 0; !this.isOver && !this.isFinishing && !this.isDone && this.state === "running"; attempt += 1) {
      await this.look();
      await new Promise((resolve) => setTimeout(resolve, backoffMillis(attempt, END_LOOKS)));
    }
    this.isLookingForEnd = false;
  }

  private takeIn(fresh: ExamSession): void {
    if (this.state !== "running") return;
    this.channel.heard();
    if (this.isFinishing) return;
    if (!this.rule.isLocked) {
      this.versions.learn(fresh.answers);
      this.answers.refresh(fresh.answers);
    }
    // What the channel told while this was on its way is newer, and is not told again.
    const isOutdated = this.latest !== null && Date.parse(this.latest.server_time) > Date.parse(fresh.server_time);
    if (!isOutdated) this.learn(fresh);
  }

  private claimed(fresh: ExamSession): void {
    const wasLocked = this.answers.getSnapshot().locked !== null;
    if (wasLocked) this.answers.unlock();
    this.takeIn(fresh);
    if (this.isOver) return;
    if (!wasLocked) {
      // A window that asked before this one may have taken the camera meanwhile.
      if (this.proctoring.getSnapshot().connection === "replaced") this.proctoring.reconnect();
      return;
    }
    this.proctoring.start();
    this.events?.startCamera();
  }

  private lost(): void {
    if (this.isFinishing || this.isDone) return;
    this.answers.lock(LOCKED);
    void this.answers.flush();
    this.proctoring.pause();
    this.events?.stopCamera();
  }

  private endedElsewhere(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.endWaiting?.();
    // Who is submitting here goes on to the clips; the server gives the same answer as to the first.
    if (this.isFinishing || this.isDone) return;
    void this.proctoring
      .finish()
      .then(() => this.proctoring.uploads.drained())
      .finally(() => {
        this.proctoring.dispose();
      });
    this.done();
  }

  private done(): void {
    if (this.isDone) return;
    this.isDone = true;
    this.closeAnswers();
    this.events?.stopCamera();
    this.events?.onDone({ notSaved: this.notSaved, proctoring: this.proctoring });
  }

  /** Nothing can be saved any more: what is not is kept for the page that says so. */
  private closeAnswers(): void {
    if (this.answers.isClosed && this.notSaved.size > 0) return;
    this.notSaved = withLeft(notSavedOf(this.answers.getSnapshot().entries), this.answers.leftBehind());
    rememberNotSaved(this.drafts, this.session.session_id, this.notSaved);
    this.answers.close();
  }

  private publish(change: Partial<SittingSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    for (const listener of this.listeners) listener();
  }
}
