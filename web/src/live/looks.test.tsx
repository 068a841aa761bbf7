import { act, renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as server from "../api/server";
import { useLook } from "./looks";

describe("an open session", () => {
  let tell = vi.spyOn(server, "lookAtSession");
  beforeEach(() => {
    tell = vi.spyOn(server, "lookAtSession").mockResolvedValue({ looked_incident_count: 1 });
  });

  interface Props {
    readonly unseen: number | undefined;
  }
  const open = (unseen: number | undefined) =>
    renderHook(
      (props: Props) => {
        useLook("a", props.unseen);
      },
      { initialProps: { unseen } },
    );

  it("counts as looked at, and what comes meanwhile too, each once", () => {
    const { rerender } = open(undefined);
    expect(tell).not.toHaveBeenCalled();
    rerender({ unseen: 1 });
    rerender({ unseen: 1 });
    expect(tell).toHaveBeenCalledExactlyOnceWith("a", 1);
    rerender({ unseen: undefined });
    rerender({ unseen: 2 });
    expect(tell).toHaveBeenLastCalledWith("a", 2);
    expect(tell).toHaveBeenCalledTimes(2);
  });

  it("is not looked at while the page is behind another, and is when it comes forward", () => {
    const visible = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    open(1);
    expect(tell).not.toHaveBeenCalled();
    visible.mockReturnValue("visible");
    act(() => {
      document.dispatchEvent(new Event("visibilitychange"));
    });
    expect(tell).toHaveBeenCalledExactlyOnceWith("a", 1);
  });
});
