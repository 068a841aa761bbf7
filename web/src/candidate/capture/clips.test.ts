import { describe, expect, it } from "vitest";
import { ChunkRing, type RecordedChunk } from "./chunkRing";
import { ClipPlanner } from "./clipPlanner";

const START = 1_767_225_600_000;
const FRAME = 100;
const TIMING = { clipMillis: 10_000, beforeMillis: 4000 };

/** Pictures at 10 FPS with a key picture each second, taken in [from, to) seconds after the start. */
function chunks(from: number, to: number, bytes = 10): RecordedChunk[] {
  const list: RecordedChunk[] = [];
  for (let millis = from * 1000; millis < to * 1000; millis += FRAME) {
    list.push({ atMillis: START + millis, key: millis % 1000 === 0, data: new Uint8Array(bytes) });
  }
  return list;
}

function filled(from: number, to: number, ring = new ChunkRing(16_000, 1_000_000)): ChunkRing {
  for (const chunk of chunks(from, to)) ring.push(chunk);
  return ring;
}

const request = (clipId: string, atSeconds: number) => ({
  clipId,
  behavior: "absent",
  eventAtMillis: START + atSeconds * 1000,
});

describe("ChunkRing", () => {
  it("keeps the asked-for time, whole groups only, and starts with a key picture", () => {
    const ring = filled(0, 60);
    const kept = ring.slice(0, Infinity);
    const first = kept[0];
    expect(first?.key).toBe(true);
    const seconds = (START + 60_000 - FRAME - (first?.atMillis ?? 0)) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(16);
    expect(seconds).toBeLessThan(17);
  });

  it("never holds more than its bytes", () => {
    const ring = new ChunkRing(16_000, 500);
    for (const chunk of chunks(0, 30)) {
      ring.push(chunk);
      expect(ring.sizeBytes).toBeLessThanOrEqual(500);
    }
    expect(ring.length).toBeGreaterThan(0);
  });

  it("waits for a key picture, and refuses pictures out of order", () => {
    const ring = new ChunkRing(16_000, 1000);
    ring.push({ atMillis: START, key: false, data: new Uint8Array(1) });
    expect(ring.length).toBe(0);
    ring.push({ atMillis: START + 10, key: true, data: new Uint8Array(1) });
    ring.push({ atMillis: START + 5, key: false, data: new Uint8Array(1) });
    expect(ring.length).toBe(1);
  });
});

describe("ClipPlanner", () => {
  it("cuts ten seconds, from the key picture four seconds or more before the event", () => {
    const ring = filled(0, 20.5);
    const planner = new ClipPlanner(ring, TIMING);
    planner.request(request("a", 20.3));
    expect(planner.takeDue(START + 20_500)).toEqual([]);
    expect(planner.nextDueMillis).toBe(START + 26_000);
    filled(20.5, 27, ring);
    const [cut] = planner.takeDue(START + 26_100);
    expect(cut?.startMillis).toBe(START + 16_000);
    expect(cut?.chunks).toHaveLength(100);
    expect(cut?.chunks[0]?.key).toBe(true);
    expect(cut?.chunks.at(-1)?.atMillis).toBe(START + 25_900);
    expect(planner.pendingCount).toBe(0);
  });

  it("is ten seconds long also when the recording has just begun", () => {
    const ring = filled(0, 2);
    const planner = new ClipPlanner(ring, TIMING);
    planner.request(request("a", 1));
    filled(2, 12, ring);
    const [cut] = planner.takeDue(START + 11_000);
    expect(cut?.startMillis).toBe(START);
    expect(cut?.chunks).toHaveLength(100);
  });

  it("begins after a gap, where what came before it is another moment", () => {
    const ring = filled(0, 5);
    filled(17, 20, ring);
    const planner = new ClipPlanner(ring, TIMING);
    planner.request(request("a", 19));
    planner.request(request("b", 23.5));
    filled(20, 30, ring);
    const starts = planner.takeDue(START + 30_000).map((cut) => (cut.startMillis - START) / 1000);
    expect(starts).toEqual([17, 19]);
  });

  it("waits for the camera that stands still", () => {
    const ring = filled(0, 5);
    const planner = new ClipPlanner(ring, TIMING);
    planner.request(request("a", 14));
    filled(12, 25, ring);
    expect(planner.takeDue(START + 25_000)[0]?.startMillis).toBe(START + 12_000);
  });

  it("cuts overlapping clips apart", () => {
    const ring = filled(0, 20);
    const planner = new ClipPlanner(ring, TIMING);
    expect(planner.request(request("a", 10))).toBe(true);
    expect(planner.request(request("b", 13))).toBe(true);
    const cuts = planner.takeDue(START + 20_000);
    expect(cuts.map((cut) => [cut.request.clipId, (cut.startMillis - START) / 1000, cut.chunks.length])).toEqual([
      ["a", 6, 100],
      ["b", 9, 100],
    ]);
  });

  it("gives what there is when the camera goes away in the middle", () => {
    const ring = filled(0, 12);
    const planner = new ClipPlanner(ring, TIMING);
    planner.request(request("a", 10));
    const [cut] = planner.takeDue(START + 16_500);
    expect(cut?.chunks).toHaveLength(60);
  });

  it("gives an empty cut when nothing was recorded around the event", () => {
    const planner = new ClipPlanner(new ChunkRing(16_000, 1000), TIMING);
    planner.request(request("a", 10));
    expect(planner.takeDue(START + 30_000)[0]?.chunks).toEqual([]);
  });

  it("bounds the clips under way", () => {
    const planner = new ClipPlanner(filled(0, 20), TIMING);
    const taken = Array.from({ length: 20 }, (_, index) => planner.request(request(`clip-${index}`, 20)));
    expect(taken.filter(Boolean)).toHaveLength(8);
  });
});
