import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeSockets } from "./fakeSockets";
import { ReconnectingSocket, steadyNowMillis, type SocketStatus } from "./reconnectingSocket";
import type { SocketRefusal } from "./socketRefusal";

let sockets: FakeSockets;
let statuses: SocketStatus[];
let messages: unknown[];
let socket: ReconnectingSocket | undefined;
/** What the server answers when it is asked why; the test may answer later. */
let why: () => Promise<SocketRefusal | undefined>;

function start(random = 1): ReconnectingSocket {
  socket = new ReconnectingSocket(
    "ws://host/live",
    { onStatus: (status) => statuses.push(status), onMessage: (data) => messages.push(data) },
    {
      endCodes: [1000, 4001],
      endRefusals: ["session_closed"],
      open: sockets.open,
      why: () => why(),
      random: () => random,
    },
  );
  return socket;
}

const states = () => statuses.map(({ state }) => state);
const state = () => statuses.at(-1)?.state;
const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);
const refuse = (code: string, retryAfterMillis?: number) => {
  why = () => Promise.resolve({ code, retryAfterMillis });
};

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
  statuses = [];
  messages = [];
  why = () => Promise.resolve(undefined);
});

afterEach(() => {
  socket?.close();
  socket = undefined;
  vi.useRealTimers();
});

describe("ReconnectingSocket", () => {
  it("connects, passes on what comes, and sends only while it is open", () => {
    const opened = start();
    expect(opened.send("early")).toBe(false);
    sockets.newest.accept();
    sockets.newest.say("a");
    expect(opened.send("b")).toBe(true);
    expect(messages).toEqual(["a"]);
    expect(states()).toEqual(["connecting", "connected"]);
  });

  it("comes back by itself, with pauses that double up to ten seconds", async () => {
    start();
    for (const pause of [500, 1000, 2000, 4000, 8000, 10_000, 10_000]) {
      const before = sockets.count;
      sockets.newest.end();
      await pass(pause - 1);
      expect(sockets.count).toBe(before);
      await pass(1);
      expect(sockets.count).toBe(before + 1);
    }
  });

  it("spreads a room's return: the same failure waits between half of the pause and all of it", async () => {
    start(0);
    sockets.newest.end();
    await pass(250);
    expect(sockets.count).toBe(2);
  });

  it("does not hammer a server that takes the socket and drops it", async () => {
    start();
    for (let i = 0; i < 4; i++) {
      sockets.newest.accept();
      sockets.newest.say("welcome");
      sockets.newest.end(1013);
      await pass(500 * 2 ** i);
    }
    expect(sockets.count).toBe(5);
  });

  it("begins with short pauses again after a connection that lasted", async () => {
    start();
    for (let i = 0; i < 4; i++) {
      sockets.newest.end();
      await pass(10_000);
      sockets.newest.accept();
    }
    await hear(6000);
    const before = sockets.count;
    sockets.newest.end(1001);
    await pass(500);
    expect(sockets.count).toBe(before + 1);
  });

  it("gives up a try that hangs", async () => {
    start();
    const hanging = sockets.newest;
    await pass(8000 + 500);
    expect(sockets.count).toBe(2);
    hanging.accept();
    hanging.say("late");
    expect(state()).toBe("reconnecting");
    expect(messages).toEqual([]);
  });
});

describe("a line that dies without a word", () => {
  it("is said to be silent within 5 s, and since when", async () => {
    start();
    sockets.newest.accept();
    await hear(6000);
    const heardAtMillis = steadyNowMillis();
    await pass(3500);
    expect(state()).toBe("connected");
    await pass(1000);
    expect(statuses.at(-1)).toMatchObject({ state: "silent", heardAtMillis });
    expect(sockets.count).toBe(1);
  });

  it("is silent too where nothing ever came after the opening", async () => {
    start();
    sockets.newest.accept();
    await pass(4500);
    expect(state()).toBe("silent");
  });

  it("goes on as it was when the line comes back in time", async () => {
    start();
    sockets.newest.accept();
    await pass(6000);
    sockets.newest.say("a");
    expect(states()).toEqual(["connecting", "connected", "silent", "connected"]);
    await hear(60_000);
    expect(sockets.count).toBe(1);
    expect(state()).toBe("connected");
  });

  it("is replaced when it stays silent, though the browser never says that it closed", async () => {
    start();
    sockets.newest.accept();
    await pass(8000);
    expect(state()).toBe("reconnecting");
    expect(statuses.at(-1)?.heardAtMillis).not.toBeNull();
    await pass(500);
    expect(sockets.count).toBe(2);
    sockets.newest.accept();
    expect(state()).toBe("connected");
  });

  it("is replaced at once when asked, and is heard of no more", async () => {
    const opened = start();
    const dead = sockets.newest;
    dead.accept();
    await pass(3000);
    opened.reconnect();
    expect(sockets.count).toBe(2);
    expect(dead.readyState).toBe(WebSocket.CLOSING);
    sockets.newest.accept();
    dead.say("late");
    dead.end(1006);
    await pass(1000);
    expect(messages).toEqual([]);
    expect(state()).toBe("connected");
    expect(sockets.count).toBe(2);
  });

  it("is not condemned for what came while the page slept", async () => {
    start();
    sockets.newest.accept();
    // Timers and messages of a page that sleeps come together when it wakes, in any order.
    vi.setSystemTime(Date.now() + 60_000);
    const frozen = performance.now() + 60_000;
    vi.spyOn(performance, "now").mockImplementation(() => frozen);
    await pass(500);
    sockets.newest.say("what waited");
    vi.restoreAllMocks();
    expect(sockets.count).toBe(1);
    expect(state()).toBe("connected");
  });
});

describe("a sign of life", () => {
  const says = '{"type":"alive"}';

  it("is sent when nothing else was, at least every 2 s", async () => {
    socket = new ReconnectingSocket(
      "ws://host/analyze",
      { onStatus: () => undefined, onMessage: () => undefined },
      { signOfLife: says, open: sockets.open },
    );
    sockets.newest.accept();
    for (let i = 1; i <= 5; i++) {
      await pass(2000);
      sockets.newest.say("alive");
      expect(sockets.newest.send.mock.calls.length).toBeGreaterThanOrEqual(i);
    }
    expect(sockets.newest.send).toHaveBeenLastCalledWith(says);
  });

  it("is not sent between frames", async () => {
    socket = new ReconnectingSocket(
      "ws://host/analyze",
      { onStatus: () => undefined, onMessage: () => undefined },
      { signOfLife: says, open: sockets.open },
    );
    sockets.newest.accept();
    for (let i = 0; i < 10; i++) {
      await pass(1400);
      sockets.newest.say("result");
      socket.send("frame");
    }
    expect(sockets.newest.send).not.toHaveBeenCalledWith(says);
  });
});

describe("what makes no sense", () => {
  it("costs a new socket after a pause", async () => {
    const opened = start();
    sockets.newest.accept();
    opened.giveUp();
    opened.giveUp();
    expect(state()).toBe("reconnecting");
    await pass(500);
    expect(sockets.count).toBe(2);
  });
});

describe("a network that comes and goes", () => {
  const tell = (what: "online" | "offline") => {
    globalThis.dispatchEvent(new Event(what));
  };

  it("ends a pause at once", async () => {
    start();
    for (let i = 0; i < 6; i++) {
      sockets.newest.end();
      await pass(10_000);
    }
    sockets.newest.end();
    const before = sockets.count;
    tell("online");
    expect(sockets.count).toBe(before + 1);
  });

  it.each(["online", "offline"] as const)("has an open socket show that it lives (%s)", async (what) => {
    start();
    sockets.newest.accept();
    tell(what);
    await pass(2000);
    sockets.newest.say("alive");
    await pass(2000);
    expect(state()).toBe("connected");
    tell(what);
    await pass(3000);
    expect(state()).toBe("reconnecting");
  });
});

describe("a refusal", () => {
  it("for want of room is said, and tried again when the server told", async () => {
    refuse("no_room", 20_000);
    start(0);
    sockets.newest.end();
    await pass(19_999);
    expect(state()).toBe("no_room");
    expect(sockets.count).toBe(1);
    await pass(1);
    expect(sockets.count).toBe(2);
    expect(state()).toBe("no_room");
    sockets.newest.accept();
    expect(state()).toBe("connected");
  });

  it("that is explained late opens no second socket over one that works", async () => {
    let answer: (refusal: SocketRefusal) => void = () => undefined;
    why = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    start();
    sockets.newest.end();
    await pass(500);
    sockets.newest.accept();
    answer({ code: "no_room", retryAfterMillis: 1000 });
    await hear(30_000);
    expect(sockets.count).toBe(2);
    expect(state()).toBe("connected");
    expect(states()).not.toContain("no_room");
  });

  it("that is explained while the next try is under way changes nothing of it", async () => {
    let answer: (refusal: SocketRefusal) => void = () => undefined;
    why = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    start();
    sockets.newest.end();
    await pass(500);
    answer({ code: "unauthenticated", retryAfterMillis: undefined });
    await pass(0);
    sockets.newest.accept();
    expect(state()).toBe("connected");
  });

  it("that nobody explains is a lost line like any other", async () => {
    refuse("no_room", 1000);
    start(0);
    sockets.newest.end();
    await pass(1000);
    expect(state()).toBe("no_room");
    why = () => Promise.resolve(undefined);
    sockets.newest.end();
    await pass(0);
    expect(state()).toBe("reconnecting");
  });

  it("for a sign-in that ended waits until somebody has signed in", async () => {
    refuse("unauthenticated");
    const opened = start();
    sockets.newest.end();
    await pass(600_000);
    expect(state()).toBe("signed_out");
    expect(sockets.count).toBe(1);
    opened.reconnect();
    sockets.newest.accept();
    expect(state()).toBe("connected");
  });

  it("that is final ends it", async () => {
    refuse("session_closed");
    start();
    sockets.newest.end();
    await pass(600_000);
    expect(statuses.at(-1)).toMatchObject({ state: "ended", closeCode: null });
    expect(sockets.count).toBe(1);
  });
});

describe("an end", () => {
  it("with code 1008 asks for a sign-in and does not try", async () => {
    start();
    sockets.newest.accept();
    sockets.newest.end(1008);
    await pass(600_000);
    expect(statuses.at(-1)).toMatchObject({ state: "signed_out", closeCode: 1008 });
    expect(sockets.count).toBe(1);
  });

  it.each([1000, 4001])("with code %i is no reason to come back, unless asked", async (code) => {
    const opened = start();
    sockets.newest.accept();
    sockets.newest.end(code);
    await pass(600_000);
    expect(statuses.at(-1)).toMatchObject({ state: "ended", closeCode: code });
    expect(sockets.count).toBe(1);
    opened.reconnect();
    expect(sockets.count).toBe(2);
  });

  it.each([
    ["while connecting", () => undefined],
    [
      "while open",
      () => {
        sockets.newest.accept();
      },
    ],
    [
      "in a pause, with a question under way",
      () => {
        refuse("no_room");
        sockets.newest.end();
      },
    ],
  ])("by the page is final %s", async (_when, before) => {
    const opened = start();
    before();
    opened.close();
    opened.reconnect();
    opened.close();
    sockets.newest.accept();
    sockets.newest.say("late");
    sockets.newest.end();
    globalThis.dispatchEvent(new Event("online"));
    await pass(600_000);
    expect(sockets.count).toBe(1);
    expect(state()).toBe("closed");
    expect(states().filter((said) => said === "closed")).toHaveLength(1);
    expect(messages).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
