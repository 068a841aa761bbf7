import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as server from "./server";

let requests: Request[];
let answer: (request: Request) => Promise<Response>;
let timeouts: number[];

beforeEach(() => {
  requests = [];
  timeouts = [];
  answer = () => Promise.resolve(Response.json({}));
  document.cookie = "XSRF-TOKEN=token";
  vi.stubGlobal("fetch", (request: Request) => {
    requests.push(request);
    return answer(request);
  });
  vi.spyOn(AbortSignal, "timeout").mockImplementation((millis) => {
    timeouts.push(millis);
    return new AbortController().signal;
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("does not submit over a line that it has not heard", async () => {
  answer = () => Promise.reject(new TypeError("Failed to fetch"));
  await expect(server.submitExam("s1", "student")).rejects.toMatchObject({ code: "unreachable" });
  expect(requests.map(({ method }) => method)).toEqual(["GET"]);

  answer = () => Promise.resolve(Response.json({}));
  await server.submitExam("s1", "student");
  expect(requests.map(({ method }) => method)).toEqual(["GET", "GET", "POST"]);
  expect(timeouts).toEqual([6000, 6000, 30_000]);
});

it("gives a long answer the time that a slow link needs, and a short one little", async () => {
  const save = (text: string) =>
    server.saveAnswer("s1", "q1", { version: "v", builds_on: null, value: { text } }, false);
  await save("x");
  await save("x".repeat(100_000));
  expect(timeouts[0]).toBeLessThan(6100);
  expect(timeouts[1]).toBeGreaterThan(6000 + 100_000 / 8);
});
