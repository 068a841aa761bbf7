import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TilesSocket } from "../api/tilesSocket";
import { StillStore, type StillListener } from "./stillStore";

describe("StillStore", () => {
  const watch = vi.fn();
  const close = vi.fn();
  let say: StillListener = () => undefined;
  const lost = vi.fn();
  let lose: () => void = () => undefined;
  let opened = 0;
  let store: StillStore;

  beforeEach(() => {
    vi.useFakeTimers();
    watch.mockClear();
    close.mockClear();
    lost.mockClear();
    opened = 0;
    store = new StillStore((onStill, onLost) => {
      say = onStill;
      lose = onLost;
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
    store.show("a", a, lost);
    store.show("b", b, lost);
    vi.runAllTimers();
    expect(opened).toBe(1);
    expect(watch).toHaveBeenCalledExactlyOnceWith(["a", "b"]);
    say(still("b"));
    say(still("of nobody"));
    expect(a).not.toHaveBeenCalled();
    expect(b).toHaveBeenCalledOnce();
  });

  it("lets go of the connection with the last tile, and not while one is scrolled by", () => {
    const hide = store.show("a", vi.fn(), lost);
    vi.runAllTimers();
    hide();
    const hideNext = store.show("b", vi.fn(), lost);
    vi.runAllTimers();
    expect(watch).toHaveBeenLastCalledWith(["b"]);
    expect(close).not.toHaveBeenCalled();
    hideNext();
    vi.runAllTimers();
    expect(close).toHaveBeenCalledOnce();
  });

  it("keeps the newer of two tiles of one student", () => {
    const hideOld = store.show("a", vi.fn(), lost);
    const now = vi.fn();
    store.show("a", now, lost);
    hideOld();
    vi.runAllTimers();
    say(still("a"));
    expect(now).toHaveBeenCalledOnce();
  });

  it("tells every tile on the screen when the connection is lost", () => {
    const hide = store.show("a", vi.fn(), lost);
    store.show("b", vi.fn(), lost);
    vi.runAllTimers();
    lose();
    expect(lost).toHaveBeenCalledTimes(2);
    hide();
    lose();
    expect(lost).toHaveBeenCalledTimes(3);
  });
});
