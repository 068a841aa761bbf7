import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSockets } from "./fakeSockets";
import { ReconnectingSocket, type SocketState } from "./reconnectingSocket";

let sockets: FakeSockets;
let state: SocketState | undefined;
let held: ReconnectingSocket;

const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

/** A server that says something every 2 s, for so long. */
async function hear(millis: number): Promise<void> {
  for (let heard = 0; heard < millis; heard += 2000) {
    await pass(2000);
    sockets.newest.say("alive");
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = new FakeSockets();
  held = new ReconnectingSocket(
    "ws://host/analyze",
    { onStatus: (status) => (state = status.state), onMessage: () => undefined },
    { open: sockets.open, why: () => Promise.resolve(undefined), random: () => 1 },
  );
  sockets.newest.accept();
  held.hold();
});

afterEach(() => {
  held.close();
  vi.useRealTimers();
});

describe("ReconnectingSocket that is held", () => {
  it("keeps what is open, and opens nothing else until it is let go", async () => {
    await hear(20_000);
    expect(sockets.count).toBe(1);
    sockets.newest.end();
    await pass(9_000);
    expect(sockets.count).toBe(1);
    expect(state).toBe("reconnecting");
    held.letGo();
    expect(sockets.count).toBe(2);
    sockets.newest.accept();
    expect(state).toBe("connected");
  });

  it("is held no longer than ten seconds", async () => {
    sockets.newest.end();
    await pass(11_000);
    expect(sockets.count).toBe(2);
  });

  it("does not hurry what waits for other reasons, and stays closed", async () => {
    sockets.newest.end(1008);
    held.letGo();
    expect(sockets.count).toBe(1);
    held.hold();
    held.reconnect();
    expect(sockets.count).toBe(1);
    held.close();
    held.letGo();
    await pass(60_000);
    expect(sockets.count).toBe(1);
  });
});
