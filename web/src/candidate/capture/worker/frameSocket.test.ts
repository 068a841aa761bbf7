import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnalysisResult } from "../../../api/analyzeMessages";
import { FakeSockets } from "../../../api/fakeSockets";
import type { SocketRefusal } from "../../../api/socketRefusal";
import type { Connection } from "../messages";
import { FrameSocket } from "./frameSocket";

let sockets: FakeSockets;
let connections: Connection[];
let opened: number;
let results: number[];
let asked: number[];
let turns: string[];
let passed: AnalysisResult[];
let refusal: SocketRefusal | undefined;
let socket: FrameSocket;

const states = () => connections.map(({ state }) => state);
const result = (seq: number) => ({ type: "result", seq, target_fps: 30 });
const pass = (millis: number) => vi.advanceTimersByTimeAsync(millis);

beforeEach(() => {
  vi.useFakeTimers();
  sockets = new FakeSockets();
  connections = [];
  results = [];
  asked = [];
  turns = [];
  passed = [];
  opened = 0;
  refusal = undefined;
  socket = new FrameSocket(
    "ws://localhost/analyze?session=1",
    {
      onConnection: (connection) => connections.push(connection),
      onOpen: () => (opened += 1),
      onResult: (result) => {
        results.push(result.seq);
        passed.push(result);
      },
      onCapture: ({ width }) => asked.push(width),
      onChallenge: ({ turn, for_ms }) => turns.push(`${turn} ${String(for_ms)}`),
    },
    { open: sockets.open, why: () => Promise.resolve(refusal), random: () => 0 },
  );
});

afterEach(() => {
  socket.close();
  vi.useRealTimers();
});

describe("FrameSocket", () => {
  it("passes on that the student is asked to turn the head", () => {
    sockets.newest.accept();
    sockets.newest.say({ type: "challenge", turn: "left", for_ms: 15000 });
    expect(turns).toEqual(["left 15000"]);
    expect(results).toEqual([]);
  });

  it("sends pictures with rising numbers and passes on results, and results only", () => {
    expect(socket.send(1, new ArrayBuffer(3))).toBe(0);
    sockets.newest.accept();
    expect(socket.send(1, new ArrayBuffer(3))).toBe(16 + 3);
    expect(socket.send(2, new ArrayBuffer(3))).toBe(16 + 3);
    expect(socket.lastSeq).toBe(2);
    sockets.newest.say({ type: "alive" });
    sockets.newest.say({ type: "error", seq: 1, code: "not_jpeg", message: "" });
    sockets.newest.say(result(2));
    expect(results).toEqual([2]);
  });

  it("passes on what pictures the server asks for, and leaves what it does not know", () => {
    sockets.newest.accept();
    sockets.newest.say({ type: "capture", width: 640, height: 480, max_fps: 10, for_ms: 10_000 });
    sockets.newest.say({ type: "something_new", width: 1 });
    expect(asked).toEqual([640]);
    expect(results).toEqual([]);
  });

  it("passes on the last result for a picture that changes nothing, under the picture's own number", () => {
    sockets.newest.accept();
    sockets.newest.say({ type: "same", seq: 1 }); // there is nothing yet that could be the same
    sockets.newest.say({ ...result(2), focus_score: 87 });
    sockets.newest.say({ type: "same", seq: 3 });
    expect(passed).toEqual([
      { type: "result", seq: 2, target_fps: 30, focus_score: 87 },
      { type: "result", seq: 3, target_fps: 30, focus_score: 87 },
    ]);
  });

  it("takes no result of an older socket for the same", async () => {
    sockets.newest.accept();
    sockets.newest.say(result(1));
    sockets.newest.end(1001);
    await pass(500);
    sockets.newest.accept();
    sockets.newest.say({ type: "same", seq: 1 });
    expect(results).toEqual([1]);
  });

  it("begins to count again on a new socket, not after a silence that passed", async () => {
    sockets.newest.accept();
    socket.send(1, new ArrayBuffer(3));
    await pass(5000);
    sockets.newest.say({ type: "alive" });
    socket.send(2, new ArrayBuffer(3));
    expect(socket.lastSeq).toBe(2);
    expect(opened).toBe(1);
    expect(states()).toEqual(["connecting", "connected", "silent", "connected"]);

    sockets.newest.end(1001);
    await pass(500);
    sockets.newest.accept();
    socket.send(3, new ArrayBuffer(3));
    expect(socket.lastSeq).toBe(1);
    expect(opened).toBe(2);
  });

  it("is silent within 5 s at the lowest rate of frames, and stays connected while the server gives signs of life", async () => {
    sockets.newest.accept();
    for (let i = 0; i < 10; i++) {
      await pass(2000);
      sockets.newest.say({ type: "alive" });
    }
    expect(states()).toEqual(["connecting", "connected"]);
    await pass(4500);
    expect(states().at(-1)).toBe("silent");
  });

  it("says that the server is full, waits as long as it was told, and connects when there is room", async () => {
    refusal = { code: "no_room", retryAfterMillis: 10_000 };
    sockets.newest.end();
    await pass(9999);
    expect(states().at(-1)).toBe("no_room");
    expect(sockets.count).toBe(1);
    await pass(1);
    expect(sockets.count).toBe(2);
    sockets.newest.accept();
    expect(states().at(-1)).toBe("connected");
  });

  it("takes the exam back when another window has it, and only when asked", async () => {
    sockets.newest.accept();
    sockets.newest.end(4001);
    await pass(60_000);
    expect(sockets.count).toBe(1);
    expect(states().at(-1)).toBe("replaced");
    socket.reconnect();
    sockets.newest.accept();
    expect(states().at(-1)).toBe("connected");
  });

  it("opens no other socket while it may not", async () => {
    sockets.newest.accept();
    socket.mayConnect(false);
    sockets.newest.end(1001);
    await pass(5_000);
    expect(sockets.count).toBe(1);
    socket.mayConnect(true);
    expect(sockets.count).toBe(2);
  });

  it("replaces a socket that only looks open when it is asked", () => {
    sockets.newest.accept();
    socket.reconnect();
    expect(sockets.count).toBe(2);
  });

  it("ends for ever with the exam", async () => {
    sockets.newest.accept();
    sockets.newest.end(1000);
    socket.reconnect();
    await pass(60_000);
    expect(sockets.count).toBe(1);
    expect(states().at(-1)).toBe("closed");
  });

  it("ends for ever when it comes too late for the exam", async () => {
    refusal = { code: "session_closed", retryAfterMillis: undefined };
    sockets.newest.end();
    await pass(60_000);
    expect(sockets.count).toBe(1);
    expect(states().at(-1)).toBe("closed");
  });
});
