// @vitest-environment node
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { describe, expect, it } from "vitest";
import type { CutClip } from "../clipPlanner";
import { muxClip } from "./clipMuxer";

const START = 1_767_225_600_000;

/** Ten seconds at 10 FPS with a key picture each second. */
const CUT: CutClip = {
  request: { clipId: "a", behavior: "absent", eventAtMillis: START + 4000 },
  startMillis: START,
  endMillis: START + 10_000,
  chunks: Array.from({ length: 100 }, (_, index) => ({
    atMillis: START + index * 100,
    key: index % 10 === 0,
    data: new Uint8Array(50).fill(index),
  })),
};

describe("muxClip", () => {
  it("writes a WebM of ten seconds that starts with a key picture, has a length, and names its content", async () => {
    const clip = await muxClip(CUT, { codec: "vp9", width: 320, height: 240, fps: 10 });

    expect(clip).toMatchObject({ clipId: "a", behavior: "absent", recordedAtMillis: START, durationMillis: 10_000 });
    expect([...new Uint8Array(clip.file, 0, 4)]).toEqual([0x1a, 0x45, 0xdf, 0xa3]);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", clip.file));
    expect(clip.sha256).toBe(Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));

    const input = new Input({ source: new BufferSource(clip.file), formats: ALL_FORMATS });
    const track = await input.getPrimaryVideoTrack();
    if (track === null) throw new Error("The file has no video.");
    expect(await input.computeDuration()).toBeCloseTo(10, 1);
    const sink = new EncodedPacketSink(track);
    const first = await sink.getFirstPacket();
    expect(first).toMatchObject({ type: "key", timestamp: 0 });
    const seeked = await sink.getKeyPacket(7.5);
    expect(seeked?.timestamp).toBeCloseTo(7, 3);
    // The Cues element, by which players seek.
    expect(indexOf(new Uint8Array(clip.file), [0x1c, 0x53, 0xbb, 0x6b])).toBeGreaterThan(0);
  });
});

function indexOf(bytes: Uint8Array, pattern: readonly number[]): number {
  return bytes.findIndex((_, index) => pattern.every((byte, offset) => bytes[index + offset] === byte));
}
