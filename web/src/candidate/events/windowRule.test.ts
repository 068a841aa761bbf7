import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import type { ExamSession } from "../../api/types";
import type { SittingMessage } from "./eventMessages";
import { WindowRule } from "./windowRule";

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, seconds)).toISOString();
const view = (seconds: number) => ({ server_time: at(seconds) }) as ExamSession;
const ruledBy = (window_id: string | null, seconds: number) =>
  ({ window_id, window_since: window_id === null ? null : at(seconds) }) as SittingMessage;

let claims: { move: string | null; resolve: (session: ExamSession) => void; reject: (problem: Problem) => void }[];
let log: string[];
let rule: WindowRule;

const settle = () => vi.advanceTimersByTimeAsync(0);
const state = () => rule.getSnapshot().state;
async function claimed(seconds: number): Promise<void> {
  claims.at(-1)?.resolve(view(seconds));
  await settle();
}

beforeEach(() => {
  vi.useFakeTimers();
  claims = [];
  log = [];
  rule = new WindowRule(
    "me",
    (move) => new Promise((resolve, reject) => claims.push({ move, resolve, reject })),
    {
      onClaimed: (session) => log.push(`claimed ${session.server_time}`),
      onLost: () => log.push("lost"),
    },
    () => Date.parse(at(3)),
  );
  rule.enter();
});

afterEach(() => {
  rule.dispose();
  vi.useRealTimers();
});

describe("WindowRule", () => {
  it("asks to rule when the page is entered, and locks nothing before it does", async () => {
    rule.onSitting(ruledBy("other", 1));
    expect(rule.isLocked).toBe(false);
    await claimed(5);
    expect(state()).toBe("ours");
    expect(log).toEqual([`claimed ${at(5)}`]);
  });

  it("asks again until it is told yes", async () => {
    for (let failure = 0; failure < 20; failure += 1) {
      claims.at(-1)?.reject(new Problem(0, "unreachable", "No network."));
      await vi.advanceTimersByTimeAsync(8_000);
      expect(claims).toHaveLength(failure + 2);
      expect(rule.isLocked).toBe(false);
    }
    await claimed(5);
    expect(state()).toBe("ours");
  });

  it("is lost at once when the student goes on in another window", async () => {
    await claimed(5);
    rule.onSitting(ruledBy("me", 5));
    rule.onSitting(ruledBy("other", 7));
    expect(rule.isLocked).toBe(true);
    expect(log.at(-1)).toBe("lost");
  });

  it("takes no notice of a state that was on its way when it asked", async () => {
    await claimed(5);
    rule.onSitting(ruledBy("other", 4));
    rule.onSitting(ruledBy(null, 0));
    expect(state()).toBe("ours");
  });

  it("is lost when another window asked while the answer was on its way", async () => {
    rule.onSitting(ruledBy("other", 7));
    await claimed(5);
    expect(log).toEqual([`claimed ${at(5)}`, "lost"]);
  });

  describe("that could not ask when the page was entered", () => {
    const fail = async () => {
      claims.at(-1)?.reject(new Problem(0, "unreachable", "No network."));
      await settle();
    };

    it("asks no more once the student has gone on in another window", async () => {
      await fail();
      rule.onSitting(ruledBy("other", 7));
      expect(state()).toBe("other");
      expect(log).toEqual(["lost"]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(claims).toHaveLength(1);
    });

    it("knows so too when it was told while it asked", async () => {
      rule.onSitting(ruledBy("other", 7));
      expect(rule.isLocked).toBe(false);
      await fail();
      expect(state()).toBe("other");
      await vi.advanceTimersByTimeAsync(60_000);
      expect(claims).toHaveLength(1);
    });

    it("goes on asking where the other window is the older one", async () => {
      await fail();
      rule.onSitting(ruledBy("other", 2));
      await vi.advanceTimersByTimeAsync(1_000);
      expect(claims).toHaveLength(2);
      await claimed(9);
      expect(state()).toBe("ours");
    });

    it("goes on here by itself when its question did reach the server after all", async () => {
      await fail();
      rule.onSitting(ruledBy("other", 7));
      rule.onSitting(ruledBy("me", 8));
      expect(claims).toHaveLength(2);
      await claimed(9);
      expect(state()).toBe("ours");
      expect(log).toEqual(["lost", `claimed ${at(9)}`]);
    });
  });

  it("stays lost until the student wants to go on here", async () => {
    await claimed(5);
    rule.onSitting(ruledBy("other", 7));
    rule.onSitting(ruledBy("me", 5));
    expect(state()).toBe("other");
    rule.goOn();
    expect(rule.isLocked).toBe(true);
    await claimed(9);
    expect(state()).toBe("ours");
    expect(log).toEqual([`claimed ${at(5)}`, "lost", `claimed ${at(9)}`]);
  });

  it("says why the student cannot go on here, and lets it be tried again", async () => {
    await claimed(5);
    rule.onSitting(ruledBy("other", 7));
    rule.goOn();
    claims.at(-1)?.reject(new Problem(0, "unreachable", "No network."));
    await settle();
    expect(rule.getSnapshot()).toEqual({ state: "other", failure: "No network.", device: null });
    rule.goOn();
    expect(rule.getSnapshot()).toEqual({ state: "returning", failure: null, device: null });
    await claimed(9);
    expect(state()).toBe("ours");
  });

  describe("while the exam is open on another device", () => {
    const phone = { own: false, browser: "Chrome on Android", since: at(2) };
    const refuse = async () => {
      claims.at(-1)?.reject(new Problem(409, "other_device", "It is open on another device."));
      await settle();
    };

    it("asks the student before the exam moves, and says why with the claim", async () => {
      rule.onSitting({ ...ruledBy("other", 2), device: phone });
      await refuse();
      expect(rule.getSnapshot()).toEqual({ state: "asked", failure: null, device: phone });
      expect(log).toEqual(["lost"]);
      rule.move("device_broke");
      expect(claims.at(-1)?.move).toBe("device_broke");
      await claimed(9);
      expect(state()).toBe("ours");
    });

    it("stays there when the student does not want it here, and can be asked again", async () => {
      rule.onSitting({ ...ruledBy("other", 2), device: phone });
      await refuse();
      rule.stay();
      expect(rule.getSnapshot()).toEqual({ state: "other", failure: null, device: phone });
      rule.goOn();
      expect(state()).toBe("asked");
      expect(claims).toHaveLength(1);
    });

    it("is told when it moves away, and when an answer is refused for it", async () => {
      await claimed(5);
      rule.onSitting({ ...ruledBy("other", 7), device: phone });
      expect(rule.getSnapshot()).toEqual({ state: "other", failure: null, device: phone });
      rule.onOtherDevice();
      expect(log).toEqual([`claimed ${at(5)}`, "lost"]);
    });

    it("locks a page that has not been told yet once an answer is refused", async () => {
      await claimed(5);
      rule.onOtherDevice();
      expect(rule.isLocked).toBe(true);
      expect(log.at(-1)).toBe("lost");
    });

    it("says why it could not move, and asks again", async () => {
      rule.onSitting({ ...ruledBy("other", 2), device: phone });
      await refuse();
      rule.move("other");
      claims.at(-1)?.reject(new Problem(409, "too_many_moves", "It was moved too often."));
      await settle();
      expect(rule.getSnapshot()).toEqual({ state: "other", failure: "It was moved too often.", device: phone });
    });

    it("knows no other device once it is its own", async () => {
      rule.onSitting({ ...ruledBy("other", 2), device: phone });
      await refuse();
      rule.onSitting({ ...ruledBy("other", 3), device: { ...phone, own: true } });
      expect(rule.getSnapshot().device).toBeNull();
    });
  });

  it("does nothing after it was disposed", async () => {
    rule.dispose();
    await claimed(5);
    expect(log).toEqual([]);
  });
});
