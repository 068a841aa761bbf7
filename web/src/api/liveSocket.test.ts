import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveSocket, type LiveConnection, type LiveMessage } from "./liveSocket";

class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;

  close(): void {
    this.closed = true;
    this.onclose?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const sockets: FakeSocket[] = [];
const messages: LiveMessage[] = [];
const connections: LiveConnection[] = [];
let live: LiveSocket;

const latest = (): FakeSocket => {
  const socket = sockets.at(-1);
  if (socket === undefined) throw new Error("No socket was opened.");
  return socket;
};

const snapshot = (seq: number) => ({ type: "snapshot", seq, server_time: "2026-03-01T09:00:00.000Z", sessions: [] });
const delta = (seq: number) => ({ ...snapshot(seq), type: "delta", removed: [] });

beforeEach(() => {
  vi.useFakeTimers();
  sockets.length = messages.length = connections.length = 0;
  live = new LiveSocket(
    "ws://host/live",
    { onMessage: (message) => messages.push(message), onConnection: (connection) => connections.push(connection) },
    () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  );
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

describe("LiveSocket", () => {
  it("passes on the snapshot and the deltas that follow it", () => {
    latest().onopen?.();
    latest().say(snapshot(1));
    latest().say(delta(2));
    latest().say(delta(3));
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(connections).toEqual(["connecting", "connected"]);
  });

  it("connects again after a gap, and passes on nothing from behind it", () => {
    latest().onopen?.();
    latest().say(snapshot(1));
    const first = latest();
    first.say(delta(3));
    expect(first.closed).toBe(true);
    expect(messages).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(sockets).toHaveLength(2);
    first.say(delta(4));
    expect(messages).toHaveLength(1);
    latest().onopen?.();
    latest().say(snapshot(1));
    expect(messages).toHaveLength(2);
    expect(connections.at(-1)).toBe("connected");
  });

  it("refuses a delta before any snapshot", () => {
    latest().onopen?.();
    latest().say(delta(2));
    expect(messages).toHaveLength(0);
    expect(connections.at(-1)).toBe("reconnecting");
  });

  it("waits longer after each failure, up to a cap", () => {
    for (let failure = 0; failure < 12; failure += 1) {
      latest().close();
      const opened = sockets.length;
      vi.advanceTimersByTime(Math.min(500 * 2 ** failure, 10_000) / 2 - 1);
      expect(sockets).toHaveLength(opened);
      vi.advanceTimersByTime(Math.min(500 * 2 ** failure, 10_000) / 2 + 1);
      expect(sockets).toHaveLength(opened + 1);
    }
  });

  it("ignores what it does not understand", () => {
    latest().onmessage?.({ data: "no json" });
    latest().onmessage?.({ data: new ArrayBuffer(2) });
    latest().say({ type: "news" });
    expect(messages).toHaveLength(0);
    expect(sockets).toHaveLength(1);
  });

  it("stays closed once it was closed", () => {
    live.close();
    vi.advanceTimersByTime(60_000);
    expect(sockets).toHaveLength(1);
  });
});
