import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { call, client, setSignedOutListener, unwrap } from "./http";
import { Problem } from "./problem";

const answers: ((request: Request) => Response)[] = [];
const seen: Request[] = [];

beforeEach(() => {
  vi.stubGlobal("fetch", (input: Request | string) => {
    const request = typeof input === "string" ? new Request(new URL(input, location.origin)) : input;
    seen.push(request);
    const answer = answers.shift();
    return answer === undefined ? Promise.reject(new TypeError("offline")) : Promise.resolve(answer(request));
  });
});

afterEach(() => {
  answers.length = 0;
  seen.length = 0;
  document.cookie = "XSRF-TOKEN=; max-age=0";
  vi.unstubAllGlobals();
});

const signIn = () => unwrap(client.POST("/api/auth/sign-in", { body: { username: "ada", password: "pw" } }));

const problem = (status: number, code: string, extra = {}) =>
  new Response(JSON.stringify({ status, code, detail: `about ${code}`, ...extra }), { status });

describe("calls to the server", () => {
  it("fetches the CSRF token before the first write and sends it back", async () => {
    answers.push(
      () => {
        document.cookie = "XSRF-TOKEN=abc";
        return problem(401, "unauthenticated");
      },
      () => Response.json({ ok: true }),
    );
    await expect(signIn()).resolves.toEqual({ ok: true });
    expect(seen[0]?.url).toContain("/api/auth/me");
    expect(seen[1]?.headers.get("X-XSRF-TOKEN")).toBe("abc");
  });

  it("renews a stale CSRF token once and repeats the call with its body", async () => {
    document.cookie = "XSRF-TOKEN=old";
    answers.push(
      () => problem(403, "csrf"),
      () => {
        document.cookie = "XSRF-TOKEN=new";
        return Response.json({});
      },
      () => Response.json({ ok: true }),
    );
    await expect(signIn()).resolves.toEqual({ ok: true });
    expect(seen[2]?.headers.get("X-XSRF-TOKEN")).toBe("new");
    await expect(seen[2]?.json()).resolves.toEqual({ username: "ada", password: "pw" });
  });

  it("sends no character that cannot be stored, wherever it was written", async () => {
    document.cookie = "XSRF-TOKEN=abc";
    answers.push(() => Response.json({ ok: true }));
    await unwrap(client.POST("/api/auth/sign-in", { body: { username: "a\u0000da", password: "half \ud83d" } }));
    await expect(seen[0]?.json()).resolves.toEqual({ username: "ada", password: "half \ufffd" });
  });

  it("gives another 403 back as it is", async () => {
    document.cookie = "XSRF-TOKEN=abc";
    answers.push(() => problem(403, "forbidden"));
    await expect(signIn()).rejects.toMatchObject({ code: "forbidden", status: 403 });
    expect(seen).toHaveLength(1);
  });

  it("reads the problem document with its fields", async () => {
    answers.push(() => problem(400, "invalid_request", { errors: [{ field: "title", message: "too long" }, "odd"] }));
    const error = await call("GET", "/api/x").catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Problem);
    expect(error).toMatchObject({
      message: "about invalid_request",
      errors: [{ field: "title", message: "too long" }],
    });
  });

  it("tells that the server cannot be reached, as a problem that may pass", async () => {
    const error = await call("GET", "/api/x").catch((caught: unknown) => caught);
    expect(error).toMatchObject({ status: 0, code: "unreachable", isTransient: true });
  });

  it("tells when nobody is signed in any more, but not for a wrong password", async () => {
    document.cookie = "XSRF-TOKEN=abc";
    const signedOut = vi.fn();
    setSignedOutListener(signedOut);
    answers.push(
      () => problem(401, "bad_credentials"),
      () => problem(401, "unauthenticated"),
    );
    await expect(signIn()).rejects.toBeInstanceOf(Problem);
    expect(signedOut).not.toHaveBeenCalled();
    await expect(call("GET", "/api/exams")).rejects.toBeInstanceOf(Problem);
    expect(signedOut).toHaveBeenCalledOnce();
  });
});
