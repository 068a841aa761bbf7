import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSockets } from "./fakeSockets";
import { MAX_TILES, parseStill, TilesSocket, type Still } from "./tilesSocket";

const ID = "01234567-89ab-cdef-0123-456789abcdef";

function message(id = ID, at = 1_767_225_600_000, jpeg = [0xff, 0xd8, 0xff]): ArrayBuffer {
  const bytes = new Uint8Array(24 + jpeg.length);
  const hex = id.replaceAll("-", "");
  for (let place = 0; place < 16; place += 1) bytes[place] = parseInt(hex.slice(2 * place, 2 * place + 2), 16);
  new DataView(bytes.buffer).setBigUint64(16, BigInt(at));
  bytes.set(jpeg, 24);
  return bytes.buffer;
}

describe("TilesSocket", () => {
  let sockets: FakeSockets;
  const stills: Still[] = [];
  const lost = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = new FakeSockets();
    stills.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = () =>
    new TilesSocket("ws://test/tiles", (still) => stills.push(still), lost, {
      open: sockets.open,
      why: () => Promise.resolve(undefined),
    });

  it("says at once that a socket is lost, and asks the next one for what is on the screen", async () => {
    const tiles = open();
    tiles.watch([ID]);
    expect(sockets.newest.send).not.toHaveBeenCalled();
    sockets.newest.accept();
    expect(sockets.newest.send).toHaveBeenLastCalledWith(JSON.stringify({ type: "watch", sessions: [ID] }));
    const first = sockets.newest;
    lost.mockClear();
    first.end();
    expect(lost).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sockets.newest).not.toBe(first);
    sockets.newest.accept();
    expect(sockets.newest.send).toHaveBeenLastCalledWith(JSON.stringify({ type: "watch", sessions: [ID] }));
    tiles.close();
  });

  it("asks for no more than the server takes", () => {
    const tiles = open();
    sockets.newest.accept();
    tiles.watch(Array.from({ length: MAX_TILES + 1 }, (_, index) => String(index)));
    const [[asked] = []] = sockets.newest.send.mock.calls.slice(-1) as [string][];
    expect((JSON.parse(asked ?? "") as { sessions: string[] }).sessions).toHaveLength(MAX_TILES);
    tiles.close();
  });

  it("hands over stills, and nothing that is none", () => {
    const tiles = open();
    sockets.newest.accept();
    sockets.newest.say({ type: "alive" });
    sockets.newest.onmessage?.({ data: new ArrayBuffer(24) });
    sockets.newest.onmessage?.({ data: message() });
    expect(stills).toHaveLength(1);
    expect(stills[0]).toMatchObject({ sessionId: ID, takenAtMillis: 1_767_225_600_000 });
    expect([...(stills[0]?.jpeg ?? [])]).toEqual([0xff, 0xd8, 0xff]);
    tiles.close();
  });

  it("reads the smallest picture there can be", () => {
    expect(parseStill(message(ID, 5, [1]))?.jpeg.byteLength).toBe(1);
    expect(parseStill(new ArrayBuffer(3))).toBeUndefined();
  });
});
