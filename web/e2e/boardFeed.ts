import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer, request, type IncomingMessage } from "node:http";
import path from "node:path";
import type { Duplex } from "node:stream";
import { Room, type FedSession } from "./boardRoom";
import { projectDir } from "./paths";

/**
 * A server in front of the real one, whose live socket and whose stills tell of a room of its own: so many students at the full rate, of
 * which a small machine could look at a few dozen. Everything else, the pages and the sign-in among it, is the real server's.
 */
export interface BoardFeed {
  readonly url: string;
  /** Messages sent so far, by kind. */
  readonly sent: { readonly deltas: number; readonly stills: number };
  readonly close: () => Promise<void>;
}

/** As the server does. */
const TICK_MILLIS = 500;
const STILL_MILLIS = 1_000;
const STILL_STEPS = 10;

export async function feedBoard(serverUrl: string, students: number): Promise<BoardFeed> {
  const target = new URL(serverUrl);
  const picture = await readFile(
    path.join(projectDir, "server/src/main/resources/org/invigil/server/analysis/empty-room.jpg"),
  );
  const room = new Room(students);
  const sent = { deltas: 0, stills: 0 };
  const open = new Set<Duplex>();
  const server = createServer((question, answer) => {
    const forwarded = request(
      {
        host: target.hostname,
        port: target.port,
        path: question.url,
        method: question.method,
        headers: question.headers,
      },
      (given) => {
        answer.writeHead(given.statusCode ?? 502, given.headers);
        given.pipe(answer);
      },
    );
    forwarded.on("error", () => answer.destroy());
    question.pipe(forwarded);
  });
  server.on("upgrade", (question: IncomingMessage, socket: Duplex) => {
    accept(question, socket);
    open.add(socket);
    const isTiles = question.url === "/tiles";
    const stop = isTiles ? sendStills(socket, picture, sent) : sendRoom(socket, room, sent);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      stop();
      open.delete(socket);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The feed has no port.");
  return {
    url: `http://localhost:${address.port}`,
    sent,
    close: () =>
      new Promise((resolve) => {
        for (const socket of open) socket.destroy();
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A snapshot, then everybody anew twice a second. */
function sendRoom(socket: Duplex, room: Room, sent: { deltas: number }): () => void {
  let seq = 1;
  const message = (type: "snapshot" | "delta", sessions: readonly FedSession[]) =>
    frame(
      1,
      Buffer.from(JSON.stringify({ type, seq: seq++, server_time: new Date().toISOString(), sessions, removed: [] })),
    );
  socket.write(message("snapshot", room.sessions()));
  const timer = setInterval(() => {
    room.step();
    socket.write(message("delta", room.sessions()));
    sent.deltas += 1;
  }, TICK_MILLIS);
  return () => {
    clearInterval(timer);
  };
}

/** One of each watched session a second, spread over it. */
function sendStills(socket: Duplex, picture: Buffer, sent: { stills: number }): () => void {
  let watched: readonly string[] = [];
  let waiting = Buffer.alloc(0);
  socket.on("data", (bytes: Buffer) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let read = readFrame(waiting); read !== undefined; read = readFrame(waiting)) {
      waiting = waiting.subarray(read.bytes);
      if (read.text.startsWith("{")) watched = (JSON.parse(read.text) as { sessions: string[] }).sessions;
    }
  });
  let step = 0;
  const timer = setInterval(() => {
    for (let place = step % STILL_STEPS; place < watched.length; place += STILL_STEPS) {
      const header = Buffer.alloc(24);
      Buffer.from((watched[place] ?? "").replaceAll("-", ""), "hex").copy(header);
      header.writeBigUInt64BE(BigInt(Date.now()), 16);
      socket.write(frame(2, Buffer.concat([header, picture])));
      sent.stills += 1;
    }
    if (step % (2 * STILL_STEPS) === 0) socket.write(frame(1, Buffer.from('{"type":"alive"}')));
    step += 1;
  }, STILL_MILLIS / STILL_STEPS);
  return () => {
    clearInterval(timer);
  };
}

/** RFC 6455, section 4.2.2. */
function accept(question: IncomingMessage, socket: Duplex): void {
  const key = question.headers["sec-websocket-key"] ?? "";
  const proof = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n\r\n`,
  );
}

/** A whole message of a server, RFC 6455, section 5.2. */
function frame(opcode: 1 | 2, payload: Buffer): Buffer {
  const { length } = payload;
  const header = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  header[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (header.length === 4) header.writeUInt16BE(length, 2);
  if (header.length === 10) header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

/** The first message of a client, which masks what it sends; undefined if it is not whole yet. */
function readFrame(data: Buffer): { readonly text: string; readonly bytes: number } | undefined {
  if (data.length < 2) return undefined;
  const short = (data[1] ?? 0) & 0x7f;
  const start = short < 126 ? 2 : 4;
  if (data.length < start + 4) return undefined;
  const length = short < 126 ? short : data.readUInt16BE(2);
  const mask = data.subarray(start, start + 4);
  const bytes = start + 4 + length;
  if (data.length < bytes) return undefined;
  const payload = data.subarray(start + 4, bytes).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return { text: Buffer.from(payload).toString("utf8"), bytes };
}
