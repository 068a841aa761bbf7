import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSockets } from "../../api/fakeSockets";
import { ServerClock } from "../serverClock";
import { EventChannel } from "./eventChannel";
import { PING } from "./eventMessages";

let sockets: FakeSockets;
let tick: () => void;
let ticking: boolean;
let channel: EventChannel;

const STATE = {
  type: "sitting",
  server_time: "2026-03-01T09:00:00.000Z",
  status: "active",
  started_at: "2026-03-01T09:00:00.000Z",
  ends_at: "2026-03-01T10:00:00.000Z",
  submitted_at: null,
  submit_reason: null,
  window_id: null,
  window_since: null,
  answers_version: "0:0",
  intervention: null,
  messages: { count: 0, unacknowledged: 0 },
  hand: null,
  admission: null,
};

const pings = () => sockets.newest.send.mock.calls.filter(([data]) => data === PING).length;

/** Time passes, half a second at a time; `answering` as a server does that answers every ping. */
async function pass(millis: number, answering: boolean): Promise<void> {
  for (let passed = 0; passed < millis; passed += 500) {
    await vi.advanceTimersByTimeAsync(500);
    const before = pings();
    tick();
    if (answering && pings() > before) sockets.newest.say({ type: "pong", server_time: STATE.server_time });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  sockets = new FakeSockets();
  ticking = false;
  channel = new EventChannel(
    "ws://host/events",
    { open: sockets.open, why: () => Promise.resolve(undefined), random: () => 1 },
    (onTick) => {
      ticking = true;
      tick = onTick;
      return () => {
        ticking = false;
      };
    },
  );
  channel.start();
});

afterEach(() => {
  channel.stop();
  vi.useRealTimers();
});

describe("EventChannel", () => {
  it("tells the newest state, and nothing that it does not know", () => {
    const told = vi.fn();
    channel.subscribe(told);
    sockets.newest.accept();
    sockets.newest.say(STATE);
    expect(channel.getSnapshot().sitting).toEqual(STATE);
    sockets.newest.say({ ...STATE, status: "submitted" });
    expect(channel.getSnapshot().sitting?.status).toBe("submitted");
    told.mockClear();
    for (const strange of ["no json", "null", '{"type":"message"}', new ArrayBuffer(2)]) sockets.newest.say(strange);
    expect(told).not.toHaveBeenCalled();
  });

  it("sends a ping every two seconds, and keeps the clock right by the answers", async () => {
    let monotonic = 0;
    const clock = new ServerClock(() => monotonic);
    channel.sync(clock);
    sockets.newest.accept();
    await pass(6_000, true);
    expect(pings()).toBe(3);
    monotonic = performance.now();
    expect(Math.abs(clock.now() - Date.parse(STATE.server_time))).toBeLessThan(5_000);
  });

  it("says within five seconds that nothing is heard, and waits for a slow line before it connects again", async () => {
    sockets.newest.accept();
    await pass(10_000, true);
    expect(channel.getSnapshot().silentSinceMillis).toBeNull();
    expect(sockets.count).toBe(1);
    await pass(5_000, false);
    expect(channel.getSnapshot().silentSinceMillis).not.toBeNull();
    await pass(2_500, false);
    expect(sockets.count).toBe(1);
    await pass(2_000, false);
    expect(sockets.count).toBe(2);

    sockets.newest.accept();
    sockets.newest.say(STATE);
    expect(channel.getSnapshot().silentSinceMillis).toBeNull();
  });

  it("says that nothing is heard when it never connects, and takes other signs of the server for such", async () => {
    await pass(5_000, false);
    const since = channel.getSnapshot().silentSinceMillis;
    expect(since).not.toBeNull();
    channel.heard();
    expect(channel.getSnapshot().silentSinceMillis).toBeNull();
  });

  it("tries for ever", async () => {
    for (let failure = 0; failure < 50; failure += 1) {
      const before = sockets.count;
      sockets.newest.end();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(sockets.count).toBeGreaterThan(before);
    }
  });

  it("comes back after a pause when the server takes an older try of this page for a newer one", async () => {
    sockets.newest.accept();
    sockets.newest.end(4001);
    expect(channel.getSnapshot().state).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets.count).toBe(2);
  });

  it("says whether what it knows comes over the present connection", async () => {
    expect(channel.getSnapshot().isCurrent).toBe(false);
    sockets.newest.accept();
    expect(channel.getSnapshot().isCurrent).toBe(false);
    sockets.newest.say(STATE);
    expect(channel.getSnapshot().isCurrent).toBe(true);
    sockets.newest.end();
    expect(channel.getSnapshot()).toMatchObject({ isCurrent: false, sitting: STATE });
    await vi.advanceTimersByTimeAsync(10_000);
    sockets.newest.accept();
    expect(channel.getSnapshot().isCurrent).toBe(false);
    sockets.newest.say(STATE);
    expect(channel.getSnapshot().isCurrent).toBe(true);
  });

  it("rests when the sign-in has ended, until it is told to go on", async () => {
    sockets.newest.accept();
    sockets.newest.end(1008);
    expect(channel.getSnapshot().state).toBe("signed_out");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets.count).toBe(1);
    channel.reconnect();
    sockets.newest.accept();
    expect(channel.getSnapshot().state).toBe("connected");
  });

  it("ends when it is stopped, and begins anew when it is started again", async () => {
    channel.stop();
    expect(ticking).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets.count).toBe(1);
    channel.start();
    expect(sockets.count).toBe(2);
    expect(ticking).toBe(true);
  });
});
