import { describe, expect, it } from "vitest";
import type { Presence } from "../api/types";
import { afterResult, isSameShown, NO_FEEDBACK, shownAt, type Feedback } from "./feedback";

/** Plays results at 30 a second, or another rate, and looks at what is shown after each. */
class Stream {
  feedback: Feedback = NO_FEEDBACK;
  nowMillis = 1000;
  /** The codes of the alerts after each picture. */
  readonly history: string[] = [];

  constructor(private readonly fps = 30) {}

  pictures(count: number, presence: Presence, ...codes: string[]): this {
    for (let i = 0; i < count; i++) {
      this.nowMillis += 1000 / this.fps;
      const alerts = codes.map((code) => ({ code, message: `words of ${code}` }));
      const result = { focus_score: 87.6, presence, alerts, target_fps: this.fps };
      this.feedback = afterResult(this.feedback, result, this.nowMillis);
      this.history.push(this.codes());
    }
    return this;
  }

  silence(millis: number): this {
    this.nowMillis += millis;
    return this;
  }

  codes(): string {
    return shownAt(this.feedback, this.nowMillis)
      .alerts.map(({ code }) => code)
      .join();
  }

  /** How often the alerts changed while the pictures came. */
  changes(): number {
    return this.history.filter((codes, index) => index > 0 && codes !== this.history[index - 1]).length;
  }
}

describe("when the student is alerted", () => {
  it("shows nothing before the first result", () => {
    expect(shownAt(NO_FEEDBACK, 0)).toEqual({ focusScore: null, presence: null, alerts: [] });
  });

  it("shows score and presence of the last result, and no alert where none is given", () => {
    const stream = new Stream().pictures(3, "present");
    expect(shownAt(stream.feedback, stream.nowMillis)).toEqual({ focusScore: 88, presence: "present", alerts: [] });
  });

  it("shows the server's words at once: the server has waited", () => {
    const stream = new Stream().pictures(1, "present", "looking_left");
    expect(shownAt(stream.feedback, stream.nowMillis).alerts).toEqual([
      { code: "looking_left", message: "words of looking_left" },
    ]);
  });

  it("asks nobody to come nearer whose face is not seen any more", () => {
    const stream = new Stream().pictures(30, "present", "small_face");
    expect(stream.codes()).toBe("small_face");
    expect(stream.pictures(30, "hidden").codes()).toBe("");
  });

  it("says one absence once: away takes the place of absent", () => {
    const stream = new Stream().pictures(30, "absent", "absent").pictures(30, "absent", "absent", "away");
    expect([...new Set(stream.history)]).toEqual(["absent", "away"]);
  });

  it("says one direction, the one that lasts", () => {
    const stream = new Stream().pictures(30, "present", "looking_left").pictures(25, "present");
    expect(stream.codes()).toBe("looking_left");
    expect(stream.pictures(30, "present", "looking_right").codes()).toBe("looking_right");
    expect(stream.pictures(30, "present").codes()).toBe("looking_right");
  });

  it("does not change words while two directions last", () => {
    const stream = new Stream().pictures(10, "present", "looking_up");
    expect(stream.pictures(30, "present", "looking_diagonal", "looking_up").codes()).toBe("looking_up");
  });

  it("keeps different things apart, in the order in which they came", () => {
    const stream = new Stream().pictures(3, "present", "multiple_faces");
    expect(stream.pictures(3, "present", "looking_left", "multiple_faces").codes()).toBe("multiple_faces,looking_left");
  });
});

describe("when an alert goes away", () => {
  it("stays for 4 s after the last picture that gave it, so that it can be read", () => {
    const stream = new Stream().pictures(30, "present", "looking_left").pictures(115, "present");
    expect(stream.codes()).toBe("looking_left");
    expect(stream.pictures(10, "present").codes()).toBe("");
  });

  it("keeps on saying that no usable picture comes, whatever a single one shows", () => {
    for (const presence of ["present", "hidden", "absent", "unknown"] as const) {
      expect(new Stream().pictures(60, presence, "unwatched").codes()).toBe("unwatched");
    }
  });

  it.each(["absent", "away", "face_hidden", "camera_unusable"])(
    "goes half a second after the student is back in view, although the server still gives %s",
    (code) => {
      const before: Presence = code === "camera_unusable" ? "unknown" : code === "face_hidden" ? "hidden" : "absent";
      const stream = new Stream().pictures(30, before, code).pictures(12, "present", code);
      expect(stream.codes()).toBe(code);
      expect(stream.pictures(5, "present", code).codes()).toBe("");
    },
  );

  it("does not come up with a picture that shows the contrary", () => {
    expect(new Stream().pictures(30, "present", "absent").history).not.toContain("absent");
  });

  it.each<Presence>(["absent", "unknown"])(
    "says nothing of directions or others while the student is %s",
    (presence) => {
      const stream = new Stream().pictures(30, "present", "looking_left", "multiple_faces").pictures(16, presence);
      expect(stream.codes()).toBe("");
    },
  );

  it("keeps a direction while a turned head hides the face", () => {
    expect(new Stream().pictures(30, "present", "looking_left").pictures(30, "hidden", "looking_left").codes()).toBe(
      "looking_left",
    );
  });

  it("does not flicker where single pictures are seen otherwise", () => {
    const stream = new Stream().pictures(1, "absent", "absent");
    for (let i = 0; i < 20; i++) stream.pictures(3, "present", "absent").pictures(5, "absent", "absent");
    expect(stream.changes()).toBe(0);
    expect(stream.codes()).toBe("absent");
  });

  it("does not flicker where a behaviour comes and goes", () => {
    const stream = new Stream().pictures(1, "present", "looking_down");
    for (let i = 0; i < 10; i++) stream.pictures(40, "present").pictures(20, "present", "looking_down");
    expect(stream.changes()).toBe(0);
  });
});

describe("when the connection is lost", () => {
  it("shows neither score nor alerts: they are of the past", () => {
    const stream = new Stream().pictures(30, "absent", "absent").silence(2400);
    expect(stream.codes()).toBe("absent");
    expect(shownAt(stream.feedback, stream.nowMillis + 200)).toEqual({ focusScore: null, presence: null, alerts: [] });
  });

  it("does not bring old alerts back with the first picture after it", () => {
    const stream = new Stream().pictures(30, "present", "looking_left").silence(2600);
    expect(stream.pictures(1, "present").codes()).toBe("");
  });

  it("does not blink at the lowest rate when one picture is lost", () => {
    const stream = new Stream(0.7).pictures(3, "present", "looking_left").silence(2860);
    expect(shownAt(stream.feedback, stream.nowMillis).focusScore).toBe(88);
    expect(stream.codes()).toBe("looking_left");
  });
});

describe("what is the same to the reader", () => {
  const shown = { focusScore: 88, presence: "present" as const, alerts: [{ code: "a", message: "A" }] };

  it("is the same score, presence and words", () => {
    expect(isSameShown(shown, { ...shown, alerts: [{ code: "a", message: "A" }] })).toBe(true);
  });

  it.each([
    { ...shown, focusScore: null },
    { ...shown, presence: "hidden" as const },
    { ...shown, alerts: [] },
    { ...shown, alerts: [{ code: "a", message: "B" }] },
  ])("is another: %o", (other) => {
    expect(isSameShown(shown, other)).toBe(false);
  });
});
