import createClient from "openapi-fetch";
import { problemFrom, toProblem, type Problem } from "./problem";
import type { paths } from "./schema.gen";
import { storableText } from "./storableText";
import type { Written } from "./types";

const SAFE_METHODS = new Set(["GET", "HEAD"]);

/** Called whenever the server says that nobody is signed in. */
let onSignedOut: () => void = () => undefined;

export function setSignedOutListener(listener: () => void): void {
  onSignedOut = listener;
}

function csrfToken(): string | undefined {
  const cookie = document.cookie.split("; ").find((entry) => entry.startsWith("XSRF-TOKEN="));
  return cookie === undefined ? undefined : decodeURIComponent(cookie.slice("XSRF-TOKEN=".length));
}

/** Every answer of this call, the 401 included, sets the CSRF cookie. */
async function fetchCsrfToken(): Promise<void> {
  await fetch("/api/auth/me", { credentials: "same-origin" });
}

/** `fetch` that carries the CSRF token, and renews it once when the server finds it stale. */
export async function fetchWithCsrf(request: Request): Promise<Response> {
  if (SAFE_METHODS.has(request.method)) return fetch(request);
  if (csrfToken() === undefined) await fetchCsrfToken();
  const retry = request.clone();
  const response = await fetch(withToken(request));
  if (response.status !== 403 || !(await isCsrfProblem(response.clone()))) return response;
  await fetchCsrfToken();
  return fetch(withToken(retry));
}

function withToken(request: Request): Request {
  const token = csrfToken();
  if (token !== undefined) request.headers.set("X-XSRF-TOKEN", token);
  return request;
}

async function isCsrfProblem(response: Response): Promise<boolean> {
  const body: unknown = await response.json().catch(() => undefined);
  return (body as { code?: unknown } | undefined)?.code === "csrf";
}

/** Calls by the API document: paths, parameters, bodies and answers are typed by it. */
export const client = createClient<paths>({
  baseUrl: location.origin,
  credentials: "same-origin",
  // A character that cannot be stored was typed by nobody: it goes, wherever somebody writes, rather than to be refused.
  bodySerializer: (body: unknown) =>
    JSON.stringify(body, (_, value: unknown) => (typeof value === "string" ? storableText(value) : value)),
  fetch: (request) => fetchWithCsrf(request).catch((error: unknown) => Promise.reject(toProblem(error))),
});

/**
 * The answer of a call.
 *
 * @throws Problem for every answer that is not a success, and when none comes
 */
export async function unwrap<T>(
  answer: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<Written<T>> {
  const { data, error, response } = await answer.catch((cause: unknown) => Promise.reject(toProblem(cause)));
  if (response.ok) return data as Written<T>;
  throw refused(response, error);
}

/** A call that the API document does not describe; otherwise as `unwrap`. */
export async function call<T>(method: string, path: string, body?: FormData): Promise<T> {
  const request = new Request(new URL(path, location.origin), {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json" },
    ...(body === undefined ? {} : { body }),
  });
  const response = await fetchWithCsrf(request).catch((cause: unknown) => Promise.reject(toProblem(cause)));
  const parsed: unknown = await response.json().catch(() => undefined);
  if (response.ok) return parsed as T;
  throw refused(response, parsed);
}

function refused(response: Response, body: unknown): Problem {
  const problem = problemFrom(response.status, body);
  if (problem.code === "unauthenticated") onSignedOut();
  return problem;
}
