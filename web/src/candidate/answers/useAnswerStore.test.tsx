import { act, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Problem } from "../../api/problem";
import * as server from "../../api/server";
import type { ExamSession } from "../../api/types";
import { useAnswerStore } from "./useAnswerStore";

const SESSION = {
  session_id: "s1",
  answers: [],
  limits: { max_text_characters: 1000, max_body_bytes: 10_000 },
} as unknown as ExamSession;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});

afterEach(() => {
  vi.useRealTimers();
});

it("sends when the page is left, and never again after that", async () => {
  const save = vi.spyOn(server, "saveAnswer").mockRejectedValue(new Problem(0, "unreachable", "No network."));
  const { result, unmount } = renderHook(() => useAnswerStore(SESSION));
  act(() => {
    result.current.set("q1", { text: "last words" });
  });
  unmount();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(save).toHaveBeenCalledOnce();
  expect(save.mock.calls[0]?.[3], "in a request that outlives the page").toBe(true);
  expect(localStorage.length, "the next page finds it").toBe(1);
});

it("lives on when React mounts it twice, as it does while developing", async () => {
  const save = vi
    .spyOn(server, "saveAnswer")
    .mockImplementation((_, question_id, { version }) =>
      Promise.resolve({ question_id, version, saved_at: "2026-03-01T09:00:00.000Z" }),
    );
  const { result } = renderHook(() => useAnswerStore(SESSION), { wrapper: StrictMode });
  await vi.advanceTimersByTimeAsync(0);
  act(() => {
    result.current.set("q1", { text: "words" });
  });
  await act(() => vi.advanceTimersByTimeAsync(700));
  expect(save).toHaveBeenCalledOnce();
  expect(result.current.getSnapshot().entries.get("q1")?.state).toBe("saved");
});
