import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AnswerConflict, Problem } from "../api/problem";
import type { AnswerWrite, ExamSession } from "../api/types";
import type { ChannelSnapshot, EventChannel } from "./events/eventChannel";
import type { SittingMessage } from "./events/eventMessages";
import { draftStore } from "../identity/drafts";
import { recallNotSaved } from "./notSaved";
import { ServerClock } from "./serverClock";
import { Sitting, type SittingEnd } from "./sitting";

const server = vi.hoisted(() => ({
  claimWindow: vi.fn(),
  getExamSession: vi.fn(),
  saveAnswer: vi.fn(),
  submitExam: vi.fn(),
  uploadClip: vi.fn(),
}));
vi.mock("../api/server", () => server);

const capture = vi.hoisted(() => ({
  begun: 0,
  ended: 0,
  reconnects: 0,
  mayConnect: [] as boolean[],
  say: undefined as unknown as (message: unknown) => void,
}));
vi.mock("./capture/captureClient", () => ({
  CaptureClient: class {
    constructor(_: unknown, onMessage: (message: unknown) => void) {
      capture.begun += 1;
      capture.say = onMessage;
    }
    reconnect() {
      capture.reconnects += 1;
    }
    mayConnect(may: boolean) {
      capture.mayConnect.push(may);
    }
    finish() {
      return Promise.resolve();
    }
    dispose() {
      capture.ended += 1;
    }
  },
}));

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 1, 9, minutes)).toISOString();
const uuid = (leading: string) => `${leading}-0000-4000-8000-000000000000`;

const session = (changes: object = {}) =>
  ({
    session_id: "s1",
    status: "active",
    ends_at: at(60),
    server_time: at(1),
    answers: [],
    questions: [],
    capture: {},
    evidence: { max_clip_bytes: 1 },
    limits: { max_text_characters: 100, max_body_bytes: 10_000 },
    admission: null,
    grace_ms: 15_000,
    ...changes,
  }) as unknown as ExamSession;

class FakeChannel {
  private readonly listeners = new Set<() => void>();
  private snapshot: ChannelSnapshot = {
    state: "connected",
    sitting: null,
    isCurrent: false,
    silentSinceMillis: null,
  };
  readonly heard = vi.fn();
  readonly sync = vi.fn();
  readonly getSnapshot = () => this.snapshot;
  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  tell(changes: Partial<SittingMessage>): void {
    const sitting = {
      status: "active",
      ends_at: at(60),
      window_id: "me",
      window_since: at(1),
      answers_version: "0:0",
      intervention: null,
      messages: { count: 0, unacknowledged: 0 },
      hand: null,
      admission: null,
      ...changes,
    } as SittingMessage;
    this.publish({ sitting, isCurrent: true });
  }

  /** What is known may be old: the connection is another one, or none. */
  lose(): void {
    this.publish({ isCurrent: false });
  }

  private publish(change: Partial<ChannelSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
    this.listeners.forEach((listener) => {
      listener();
    });
  }
}

let channel: FakeChannel;
let sitting: Sitting;
const drafts = draftStore.of("lena");
let log: string[];
let end: SittingEnd | undefined;

const settle = (millis = 0) => vi.advanceTimersByTimeAsync(millis);
const save = (questionId: string, { version }: AnswerWrite) =>
  Promise.resolve({ question_id: questionId, version, saved_at: at(2) });

beforeEach(async () => {
  vi.useFakeTimers();
  vi.setSystemTime(at(1));
  localStorage.clear();
  sessionStorage.clear();
  Object.values(server).forEach((call) => call.mockReset());
  server.claimWindow.mockImplementation(() => Promise.resolve(session()));
  server.saveAnswer.mockImplementation((_: string, questionId: string, write: AnswerWrite) => save(questionId, write));
  capture.begun = capture.ended = capture.reconnects = 0;
  capture.mayConnect = [];
  channel = new FakeChannel();
  log = [];
  end = undefined;
  sitting = new Sitting(session(), "me", new ServerClock(), channel as unknown as EventChannel, drafts);
  sitting.start({
    startCamera: () => log.push("camera on"),
    stopCamera: () => log.push("camera off"),
    onDone: (done) => {
      log.push("done");
      end = done;
    },
  });
  await settle();
});

afterEach(() => {
  sitting.dispose();
  vi.useRealTimers();
});

describe("Sitting", () => {
  it("asks to rule when it begins", () => {
    expect(server.claimWindow).toHaveBeenCalledTimes(1);
    expect(sitting.answers.getSnapshot().locked).toBeNull();
    expect(capture.begun).toBe(1);
  });

  it("is locked at once when the student goes on elsewhere, and sends what was written here", async () => {
    sitting.answers.set("q1", { text: "half a sen" });
    channel.tell({ window_id: "other", window_since: at(5) });
    expect(sitting.answers.getSnapshot().locked).not.toBeNull();
    expect(log).toEqual(["camera off"]);
    expect(capture.ended).toBe(1);
    sitting.answers.set("q1", { text: "half a sentence" });
    await settle();
    expect(server.saveAnswer).toHaveBeenCalledTimes(1);
    expect(sitting.answers.getSnapshot()).toMatchObject({ unsavedCount: 0 });
    expect(sitting.answers.getSnapshot().entries.get("q1")?.value).toEqual({ text: "half a sen" });
    await sitting.finish("time");
    expect(server.submitExam).not.toHaveBeenCalled();
  });

  it("goes on here with what the other window has saved", async () => {
    channel.tell({ window_id: "other", window_since: at(5) });
    const answers = [{ question_id: "q1", value: { text: "from there" }, version: uuid("00000001"), saved_at: at(6) }];
    server.claimWindow.mockResolvedValue(session({ answers, server_time: at(7) }));
    sitting.rule.goOn();
    await settle();
    expect(sitting.answers.getSnapshot().locked).toBeNull();
    expect(sitting.answers.getSnapshot().entries.get("q1")).toMatchObject({ value: answers[0]?.value, state: "saved" });
    expect(log).toEqual(["camera off", "camera on"]);
    expect(capture.begun).toBe(2);
  });

  describe("whose camera goes to another window", () => {
    const replaced = () => {
      capture.say({ type: "connection", state: "replaced", failures: 0, heardAtMillis: 0 });
    };

    it("waits until the channel must have told, and takes it back, not locked, while the server says that it rules", async () => {
      channel.tell({});
      replaced();
      expect(sitting.answers.getSnapshot().locked).toBeNull();
      await settle(2_400);
      expect(capture.reconnects).toBe(0);
      await settle(3_000);
      expect(capture.reconnects).toBe(1);
      expect(sitting.rule.isLocked).toBe(false);
    });

    it("waits longer each time, within bounds", async () => {
      channel.tell({});
      for (let time = 0; time < 10; time += 1) {
        capture.say({ type: "connection", state: "connected", failures: 0, heardAtMillis: 0 });
        replaced();
        const before = capture.reconnects;
        await settle(2_400);
        expect(capture.reconnects).toBe(before);
        await settle(time === 0 ? 3_000 : 30_000);
        expect(capture.reconnects).toBe(before + 1);
      }
    });

    it("leaves it there and is locked when the server says that another window rules", async () => {
      channel.lose();
      replaced();
      await settle(60_000);
      expect(capture.reconnects).toBe(0);
      channel.tell({ window_id: "other", window_since: at(5) });
      expect(sitting.answers.getSnapshot().locked).not.toBeNull();
      await settle(60_000);
      expect(capture.reconnects).toBe(0);
    });
  });

  it("opens no camera socket before the server has said which window rules, once it was not heard", () => {
    channel.tell({});
    channel.lose();
    expect(capture.mayConnect.at(-1)).toBe(false);
    channel.tell({});
    expect(capture.mayConnect.at(-1)).toBe(true);
    channel.lose();
    const before = capture.mayConnect.length;
    channel.tell({ window_id: "other", window_since: at(5) });
    expect(capture.ended).toBe(1);
    expect(capture.mayConnect).toHaveLength(before);
  });

  it("stands still in a pause, and sends what was typed only when the exam goes on", async () => {
    channel.tell({ status: "paused", status_since: at(10) });
    expect(sitting.getSnapshot().pausedAtMillis).toBe(Date.parse(at(10)));
    server.saveAnswer.mockRejectedValue(new Problem(409, "session_not_active", "This exam is paused."));
    sitting.answers.set("q1", { text: "typed just before" });
    server.saveAnswer.mockClear();
    await settle(120_000);
    expect(server.saveAnswer).not.toHaveBeenCalled();
    expect(sitting.answers.getSnapshot().unsavedCount).toBe(1);
    expect(log).toEqual([]);
    server.saveAnswer.mockImplementation((_: string, questionId: string, write: AnswerWrite) =>
      save(questionId, write),
    );
    channel.tell({ status: "active", status_since: at(15), ends_at: at(65) });
    await settle();
    expect(sitting.getSnapshot()).toMatchObject({ pausedAtMillis: null, endsAtMillis: Date.parse(at(65)) });
    expect(sitting.answers.getSnapshot().unsavedCount).toBe(0);
  });

  it("ends when somebody ends it", () => {
    channel.tell({ status: "ended", end_reason: "You left the room." });
    expect(log).toEqual(["camera off", "done"]);
  });

  it("ends when the exam ends elsewhere, and keeps what was not saved", async () => {
    server.saveAnswer.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    sitting.answers.set("q1", { text: "too late" });
    await settle(1_000);
    channel.tell({ status: "submitted" });
    expect(log).toEqual(["camera off", "done"]);
    expect(end?.notSaved).toEqual(new Map([["q1", { text: "too late" }]]));
    expect(recallNotSaved(drafts, "s1")).toEqual(end?.notSaved);
    expect(sitting.hasUnsent).toBe(false);
    channel.tell({ status: "submitted" });
    expect(log).toHaveLength(2);
  });

  it("keeps at its end what another page has left, too", async () => {
    server.saveAnswer.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    sitting.answers.set("q1", { text: "here" });
    const kept = { value: { text: "left" }, builds_on: null, sent: [] };
    localStorage.setItem("invigil.answers.s1.gone", JSON.stringify({ answers: { q1: kept } }));
    sitting.answers.lock("Elsewhere.");
    sitting.answers.unlock();
    await settle();
    channel.tell({ status: "submitted" });
    expect(recallNotSaved(drafts, "s1")).toEqual(new Map([["q1", { text: "here\n\nleft" }]]));
    expect(localStorage.length).toBe(0);
  });

  it("looks for the end and takes no more edits once the server takes no more answers", async () => {
    server.saveAnswer.mockRejectedValue(new Problem(409, "session_closed", "Over."));
    server.getExamSession.mockRejectedValueOnce(new Problem(0, "unreachable", "No network."));
    server.getExamSession.mockResolvedValue(session({ status: "submitted" }));
    sitting.answers.set("q1", { text: "too late" });
    await settle(700);
    expect(sitting.answers.getSnapshot().isClosed).toBe(true);
    await settle(60_000);
    expect(log.at(-1)).toBe("done");
    expect(end?.notSaved).toEqual(new Map([["q1", { text: "too late" }]]));
  });

  it("ends in a window that is locked, too", () => {
    channel.tell({ window_id: "other", window_since: at(5) });
    channel.tell({ window_id: "other", window_since: at(5), status: "submitted" });
    expect(log.at(-1)).toBe("done");
  });

  it("ends at once when it is over elsewhere while this window still tries to save", async () => {
    server.saveAnswer.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    server.getExamSession.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    server.submitExam.mockResolvedValue({ status: "submitted" });
    sitting.answers.set("q1", { text: "too late" });
    void sitting.finish("student");
    await settle(20_000);
    expect(sitting.getSnapshot().phase?.phase).toBe("saving");
    channel.tell({ status: "submitted" });
    await settle();
    expect(log.at(-1)).toBe("done");
    expect(end?.notSaved.size).toBe(1);
  });

  const theirs = { question_id: "q1", value: { text: "theirs" }, version: uuid("00000009"), saved_at: at(9) };

  it("goes back to the questions when the last save finds a second version, and submits when asked again", async () => {
    server.getExamSession.mockResolvedValue(session({ answers: [theirs] }));
    server.saveAnswer.mockRejectedValue(new AnswerConflict("Two versions.", theirs));
    server.submitExam.mockResolvedValue({ status: "submitted" });
    sitting.answers.set("q1", { text: "mine" });
    await sitting.finish("student");
    expect(server.submitExam).not.toHaveBeenCalled();
    expect(sitting.getSnapshot()).toMatchObject({ phase: null, isReturned: true });
    expect(sitting.answers.getSnapshot().entries.get("q1")).toMatchObject({ state: "conflict" });

    void sitting.finish("student"); // the dialog has named it
    await settle();
    expect(server.submitExam).toHaveBeenCalledTimes(1);
    expect(end?.notSaved).toEqual(new Map([["q1", { text: "mine" }]]));
  });

  it("keeps both versions that the last save finds when time is over, and submits after that", async () => {
    const sent: unknown[] = [];
    server.saveAnswer.mockImplementation((_: string, questionId: string, write: AnswerWrite) => {
      sent.push(write.value.text);
      return write.builds_on === theirs.version
        ? save(questionId, write)
        : Promise.reject(new AnswerConflict("Two versions.", theirs));
    });
    server.submitExam.mockImplementation(() => {
      sent.push("submitted");
      return Promise.resolve({ status: "submitted" });
    });
    sitting.answers.set("q1", { text: "mine" });
    await sitting.finish("time");
    expect(sent).toEqual(["mine", "mine\n\ntheirs", "submitted"]);
    expect(end?.notSaved.size).toBe(0);
  });

  it("moves its end with the server's and says so until that is seen", () => {
    channel.tell({ ends_at: at(60) });
    expect(sitting.getSnapshot().isEndMoved).toBe(false);
    channel.tell({ ends_at: at(75) });
    expect(sitting.getSnapshot()).toMatchObject({ endsAtMillis: Date.parse(at(75)), isEndMoved: true });
    sitting.endIsSeen();
    expect(sitting.getSnapshot().isEndMoved).toBe(false);
  });

  it("reads the session again when another window has saved something, and not for its own answers", async () => {
    sitting.answers.set("q1", { text: "mine" });
    await settle(1_000);
    const own = (server.saveAnswer.mock.calls[0]?.[2] as AnswerWrite).version;
    channel.tell({ answers_version: `1:${parseInt(own.slice(0, 8), 16).toString(16)}` });
    await settle();
    expect(server.getExamSession).not.toHaveBeenCalled();

    server.getExamSession.mockResolvedValue(session({ answers: [theirs] }));
    channel.tell({ answers_version: "1:9" });
    await settle();
    expect(server.getExamSession).toHaveBeenCalledTimes(1);
    expect(sitting.answers.getSnapshot().entries.get("q1")).toMatchObject({ value: theirs.value, state: "saved" });
  });

  it("asks again for what another window has saved until it is told, if the first question fails", async () => {
    server.getExamSession.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    channel.tell({ answers_version: "1:9" });
    await settle();
    expect(server.getExamSession).toHaveBeenCalledTimes(1);
    sitting.answers.set("q2", { text: "a key is no reason to ask at once" });
    expect(server.getExamSession).toHaveBeenCalledTimes(1);
    await settle(60_000);
    const failures = server.getExamSession.mock.calls.length;
    expect(failures).toBeGreaterThan(4);
    expect(failures).toBeLessThan(20);

    const theirs = { question_id: "q1", value: { text: "theirs" }, version: uuid("00000009"), saved_at: at(9) };
    server.getExamSession.mockResolvedValue(session({ answers: [theirs] }));
    await settle(8_000);
    expect(sitting.answers.getSnapshot().entries.get("q1")).toMatchObject({ value: theirs.value, state: "saved" });
    expect(server.getExamSession).toHaveBeenCalledTimes(failures + 1);
    await settle(60_000);
    expect(server.getExamSession).toHaveBeenCalledTimes(failures + 1);
  });

  it("takes a refusal for a sign of the server, and no network for none", async () => {
    server.saveAnswer.mockRejectedValueOnce(new Problem(400, "invalid_answer", "No."));
    sitting.answers.set("q1", { text: "refused" });
    channel.heard.mockClear();
    await settle(1_000);
    expect(channel.heard).toHaveBeenCalledTimes(1);
    server.saveAnswer.mockRejectedValue(new Problem(0, "unreachable", "No network."));
    sitting.answers.set("q2", { text: "lost" });
    channel.heard.mockClear();
    await settle(1_000);
    expect(server.saveAnswer.mock.calls.length).toBeGreaterThan(1);
    expect(channel.heard).not.toHaveBeenCalled();
  });

  it("leaves nothing running after it was submitted and left", async () => {
    server.submitExam.mockResolvedValue({ status: "submitted" });
    await sitting.finish("student");
    expect(log.at(-1)).toBe("done");
    sitting.dispose();
    await settle(60_000);
    expect(capture.ended).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("sends nothing after it was left", async () => {
    sitting.answers.set("q1", { text: "left" });
    sitting.dispose();
    await settle();
    expect(server.saveAnswer).toHaveBeenCalledTimes(1);
    await settle(60_000);
    expect(server.saveAnswer).toHaveBeenCalledTimes(1);
    expect(server.claimWindow).toHaveBeenCalledTimes(1);
  });
});
