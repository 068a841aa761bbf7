import { describe, expect, it } from "vitest";
import { encodeFrame } from "./frameHeader";

describe("encodeFrame", () => {
  it("writes the sixteen bytes of the protocol, big endian, then the JPEG", () => {
    const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]).buffer;
    const message = new Uint8Array(encodeFrame(0x01020304, 1_767_225_600_000, jpeg));
    const time = [0x00, 0x00, 0x01, 0x9b, 0x76, 0xda, 0xbc, 0x00];
    expect(Number(new DataView(message.buffer).getBigUint64(8))).toBe(1_767_225_600_000);
    expect(message.length).toBe(20);
    expect([...message.slice(0, 8)]).toEqual([0x49, 0x56, 1, 0, 1, 2, 3, 4]);
    expect([...message.slice(8, 11)]).toEqual(time.slice(0, 3));
    expect([...message.slice(16)]).toEqual([0xff, 0xd8, 0xff, 0xe0]);
  });

  it("rounds the capture time to whole milliseconds and keeps large sequence numbers unsigned", () => {
    const view = new DataView(encodeFrame(0xffff_fffe, 1000.6, new ArrayBuffer(0)));
    expect(view.getUint32(4)).toBe(0xffff_fffe);
    expect(view.getBigUint64(8)).toBe(1001n);
  });
});
