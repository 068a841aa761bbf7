import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as server from "../api/server";
import type { LiveSession } from "../api/types";
import { liveSession } from "./liveSession.fixture";
import { useLook } from "./looks";

describe("an open session", () => {
  let tell = vi.spyOn(server, "lookAtSession");
  beforeEach(() => {
    tell = vi.spyOn(server, "lookAtSession").mockResolvedValue({ looked_incident_count: 1 });
  });

  const open = (session: LiveSession | undefined) =>
    renderHook(
      ({ now }: { now: LiveSession | undefined }) => {
        useLook(now);
      },
      { initialProps: { now: session } },
    );

  it("counts as looked at, and what comes meanwhile too, each once", () => {
    const { rerender } = open(undefined);
    expect(tell).not.toHaveBeenCalled();
    rerender({ now: liveSession("a", { incident_count: 1 }) });
    rerender({ now: liveSession("a", { incident_count: 1, cheat_score: 7 }) });
    expect(tell).toHaveBeenCalledExactlyOnceWith("a", 1);
    rerender({ now: liveSession("a", { incident_count: 1, looked_incident_count: 1 }) });
    rerender({ now: liveSession("a", { incident_count: 2, looked_incident_count: 1 }) });
    expect(tell).toHaveBeenLastCalledWith("a", 2);
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it("is not looked at while the page is behind another, and is when it comes forward", () => {
    const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    open(liveSession("a", { incident_count: 1 }));
    expect(tell).not.toHaveBeenCalled();
    visible.mockReturnValue("visible");
    act(() => {
      document.dispatchEvent(new Event("visibilitychange"));
    });
    expect(tell).toHaveBeenCalledExactlyOnceWith("a", 1);
  });
});
