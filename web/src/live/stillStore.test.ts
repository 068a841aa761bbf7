import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TilesSocket } from "../api/tilesSocket";
import { StillStore, type StillListener } from "./stillStore";

describe("StillStore", () => {
  const watch = vi.fn();
  const close = vi.fn();
  let say: StillListener = () => undefined;
  let opened = 0;
  let store: StillStore;

  beforeEach(() => {
    vi.useFakeTimers();
    watch.mockClear();
    close.mockClear();
    opened = 0;
    store = new StillStore((onStill) => {
      say = onStill;
      opened += 1;
      return { watch, close } as unknown as TilesSocket;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const still = (sessionId: string) => ({ sessionId, takenAtMillis: 1, jpeg: new Uint8Array(1) });

  it("asks once for all tiles that came at once, and hands each its own", () => {
    const a = vi.fn();
    const b = vi.fn();
    store.show("a", a);
    store.show("b", b);
    vi.runAllTimers();
    expect(opened).toBe(1);
    expect(watch).toHaveBeenCalledExactlyOnceWith(["a", "b"]);
    say(still("b"));
    say(still("of nobody"));
    expect(a).not.toHaveBeenCalled();
    expect(b).toHaveBeenCalledOnce();
  });

  it("lets go of the connection with the last tile, and not while one is scrolled by", () => {
    const hide = store.show("a", vi.fn());
    vi.runAllTimers();
    hide();
    const hideNext = store.show("b", vi.fn());
    vi.runAllTimers();
    expect(watch).toHaveBeenLastCalledWith(["b"]);
    expect(close).not.toHaveBeenCalled();
    hideNext();
    vi.runAllTimers();
    expect(close).toHaveBeenCalledOnce();
  });

  it("keeps the newer of two tiles of one student", () => {
    const hideOld = store.show("a", vi.fn());
    const now = vi.fn();
    store.show("a", now);
    hideOld();
    vi.runAllTimers();
    say(still("a"));
    expect(now).toHaveBeenCalledOnce();
  });
});
