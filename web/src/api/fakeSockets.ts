import { vi } from "vitest";

/** A socket whose other end is the test. */
export class FakeSocket {
  readyState: number = WebSocket.CONNECTING;
  binaryType = "";
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly send = vi.fn();

  accept(): void {
    this.readyState = WebSocket.OPEN;
    this.onopen?.();
  }

  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === "string" ? message : JSON.stringify(message) });
  }

  /** The server, or the network, ends it. */
  end(code = 1006): void {
    this.readyState = WebSocket.CLOSED;
    this.onclose?.({ code });
  }

  /** The page ends it: of a half-open socket the browser tells nothing for a while, or ever. */
  close(): void {
    this.readyState = WebSocket.CLOSING;
  }
}

/** All sockets that were opened, the newest last. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];

  readonly open = (): WebSocket => {
    const socket = new FakeSocket();
    this.all.push(socket);
    return socket as unknown as WebSocket;
  };

  get count(): number {
    return this.all.length;
  }

  get newest(): FakeSocket {
    const socket = this.all.at(-1);
    if (socket === undefined) throw new Error("No socket was opened.");
    return socket;
  }
}
