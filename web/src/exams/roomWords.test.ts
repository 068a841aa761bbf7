import { describe, expect, it } from "vitest";
import type { RoomForecast } from "../api/types";
import { roomAdvice, roomWords } from "./roomWords";

const room: RoomForecast = {
  students: 40,
  source: "given",
  nodes: 1,
  analysis_threads: 2,
  frame_cost_ms: 4.3,
  fps_per_student: 8.7,
  room_for: 500,
  nodes_needed: 1,
  verdict: "fits",
};

describe("what is said of a room", () => {
  it("says the rate when it fits", () => {
    expect(roomWords(room)).toBe("The room fits: about 8.7 frames a second for each of 40 students.");
    expect(roomAdvice(room)).toContain("1 server runs now, with 2 cores for pictures; a picture costs 4.3 ms.");
  });

  it("says what to do when it is tight or too small", () => {
    const tight: RoomForecast = { ...room, verdict: "few_frames", fps_per_student: 2, nodes_needed: 3 };
    expect(roomWords(tight)).toContain("only about 2 frames a second");
    expect(roomAdvice(tight)).toContain("start 3 servers like these in all");
    const small: RoomForecast = { ...room, verdict: "too_small", students: 600, nodes_needed: 0 };
    expect(roomWords(small)).toContain("place for 500 students, and 600 will come");
    expect(roomAdvice(small)).toContain("100 students would wait for a camera");
    expect(roomAdvice(small)).toContain("Start more servers");
  });

  it("says when nothing is known", () => {
    expect(roomWords({ ...room, verdict: "unknown", nodes: 0 })).toContain("No server has said yet");
  });
});
