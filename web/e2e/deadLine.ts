import { createServer, connect, type Socket } from "node:net";

/**
 * A line to the server that can die without a word: connections stay open, new ones are taken, and nothing passes. Whatever was
 * open while it was dead stays dead, as behind a router that has forgotten it; what is opened later passes.
 */
export interface Line {
  readonly url: string;
  readonly die: () => void;
  readonly live: () => void;
  readonly close: () => Promise<void>;
}

export async function layLine(serverUrl: string): Promise<Line> {
  const target = Number(new URL(serverUrl).port);
  const sockets = new Set<Socket>();
  const dead = new WeakSet<Socket>();
  let isDead = false;

  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const pass = (from: Socket, to: Socket) => {
    from.on("data", (bytes) => {
      if (!dead.has(from)) to.write(bytes);
    });
    from.on("close", () => {
      if (!dead.has(from)) to.destroy();
    });
  };
  const line = createServer((client) => {
    keep(client);
    const server = connect(target, "localhost");
    keep(server);
    if (isDead) {
      dead.add(client);
      dead.add(server);
    }
    pass(client, server);
    pass(server, client);
  });
  await new Promise<void>((resolve, reject) => {
    line.once("error", reject);
    line.listen(0, "127.0.0.1", resolve);
  });
  const address = line.address();
  if (address === null || typeof address === "string") throw new Error("The line has no port.");
  return {
    url: `http://localhost:${address.port}`,
    die: () => {
      isDead = true;
      for (const socket of sockets) dead.add(socket);
    },
    live: () => {
      isDead = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => {
        line.close(() => {
          resolve();
        });
      });
    },
  };
}
