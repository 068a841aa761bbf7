import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FrameSocket, type Refusal } from "./frameSocket";

/** A socket whose other end is the test. */
class FakeSocket {
  readyState: number = WebSocket.CONNECTING;
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | undefined;
  onmessage: ((event: { data: string }) => void) | undefined;
  onclose: ((event: { code: number }) => void) | undefined;
  send = vi.fn();

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  answer(): void {
    this.onmessage?.({ data: JSON.stringify({ type: "result", seq: 1, target_fps: 30 }) });
  }

  close(code = 1006): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }
}

let sockets: FakeSocket[];
let states: string[];
let refusal: Refusal | undefined;

function frameSocket(random = 1): FrameSocket {
  const socket = new FrameSocket(
    "ws://localhost/analyze?session=1",
    { onState: (state) => states.push(state), onResult: () => undefined },
    () => {
      const fake = new FakeSocket();
      sockets.push(fake);
      return fake as unknown as WebSocket;
    },
    () => Promise.resolve(refusal),
    () => random,
  );
  socket.connect();
  return socket;
}

const newest = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("No socket was opened.");
  return socket;
};

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  states = [];
  refusal = undefined;
});

afterEach(() => {
  vi.useRealTimers();
});

describe("FrameSocket", () => {
  it("comes back by itself, with pauses that double up to ten seconds", async () => {
    frameSocket();
    for (const pause of [500, 1000, 2000, 4000, 8000, 10_000, 10_000]) {
      const before = sockets.length;
      newest().close();
      await vi.advanceTimersByTimeAsync(pause - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
  });

  it("spreads a room's return: the same failure waits between half of the pause and all of it", async () => {
    frameSocket(0);
    newest().close();
    await vi.advanceTimersByTimeAsync(250);
    expect(sockets).toHaveLength(2);
  });

  it("does not hammer a server that takes the socket and drops it", async () => {
    frameSocket();
    for (let i = 0; i < 4; i++) {
      newest().accept();
      newest().close(1013);
      await vi.advanceTimersByTimeAsync(500 * 2 ** i);
    }
    expect(sockets).toHaveLength(5);
  });

  it("begins with short pauses again once a result has come", async () => {
    frameSocket();
    for (let i = 0; i < 3; i++) {
      newest().close();
      await vi.advanceTimersByTimeAsync(10_000);
    }
    newest().accept();
    newest().answer();
    newest().close(1001);
    const before = sockets.length;
    await vi.advanceTimersByTimeAsync(500);
    expect(sockets).toHaveLength(before + 1);
  });

  it("says that the server is full, waits as long as it was told, and connects when there is room", async () => {
    refusal = { code: "no_room", retryAfterMillis: 10_000 };
    frameSocket(0);
    newest().close();
    await vi.advanceTimersByTimeAsync(9999);
    expect(states.at(-1)).toBe("no_room");
    expect(sockets).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(sockets).toHaveLength(2);
    newest().accept();
    expect(states.at(-1)).toBe("connected");
  });

  it.each([
    [1000, "closed"],
    [4001, "replaced"],
  ])("stays away after code %i", async (code, state) => {
    frameSocket();
    newest().accept();
    newest().close(code);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
    expect(states.at(-1)).toBe(state);
  });
});
