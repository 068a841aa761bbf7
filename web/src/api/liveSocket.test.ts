import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSockets } from "./fakeSockets";
import { LiveSocket, type LiveMessage } from "./liveSocket";
import type { SocketState } from "./reconnectingSocket";

const messages: LiveMessage[] = [];
const links: SocketState[] = [];
let sockets: FakeSockets;
let live: LiveSocket;

const snapshot = (seq: number) => ({ type: "snapshot", seq, server_time: "2026-03-01T09:00:00.000Z", sessions: [] });
const delta = (seq: number) => ({ ...snapshot(seq), type: "delta", removed: [] });

beforeEach(() => {
  vi.useFakeTimers();
  messages.length = links.length = 0;
  sockets = new FakeSockets();
  live = new LiveSocket(
    "ws://host/live",
    { onMessage: (message) => messages.push(message), onLink: (link) => links.push(link) },
    { open: sockets.open, why: () => Promise.resolve(undefined), random: () => 1 },
  );
});

afterEach(() => {
  live.close();
  vi.useRealTimers();
});

describe("LiveSocket", () => {
  it("passes on the snapshot and the deltas that follow it", () => {
    sockets.newest.accept();
    sockets.newest.say(snapshot(1));
    sockets.newest.say(delta(2));
    sockets.newest.say(delta(3));
    expect(messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(links).toEqual(["connecting", "connected"]);
  });

  it("takes a new socket after a gap, and passes on nothing from behind it", () => {
    sockets.newest.accept();
    sockets.newest.say(snapshot(1));
    const first = sockets.newest;
    first.say(delta(3));
    expect(first.readyState).toBe(WebSocket.CLOSING);
    expect(messages).toHaveLength(1);
    vi.advanceTimersByTime(500);
    expect(sockets.count).toBe(2);
    first.say(delta(4));
    expect(messages).toHaveLength(1);
    sockets.newest.accept();
    sockets.newest.say(snapshot(1));
    expect(messages).toHaveLength(2);
    expect(links.at(-1)).toBe("connected");
  });

  it("refuses a delta before any snapshot, and does not hammer a server that goes on like that", () => {
    for (let i = 0; i < 4; i++) {
      sockets.newest.accept();
      sockets.newest.say(delta(2));
      expect(links.at(-1)).toBe("reconnecting");
      vi.advanceTimersByTime(500 * 2 ** i - 1);
      expect(sockets.count).toBe(i + 1);
      vi.advanceTimersByTime(1);
    }
    expect(messages).toHaveLength(0);
  });

  it("does not stay live with rows that nobody renews", () => {
    sockets.newest.accept();
    sockets.newest.say(snapshot(1));
    vi.advanceTimersByTime(4500);
    expect(links.at(-1)).toBe("silent");
  });

  it("goes on in order after a silence that passed", () => {
    sockets.newest.accept();
    sockets.newest.say(snapshot(1));
    vi.advanceTimersByTime(5000);
    sockets.newest.say(delta(2));
    expect(links).toEqual(["connecting", "connected", "silent", "connected"]);
    expect(messages).toHaveLength(2);
    expect(sockets.count).toBe(1);
  });

  it("ignores what it does not understand", () => {
    sockets.newest.accept();
    sockets.newest.say("no json");
    sockets.newest.say({ type: "news" });
    expect(messages).toHaveLength(0);
    expect(sockets.count).toBe(1);
  });

  it("stays closed once it was closed", () => {
    live.close();
    live.reconnect();
    vi.advanceTimersByTime(60_000);
    expect(sockets.count).toBe(1);
  });
});
