import { problemFrom, toProblem } from "./problem";

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

/**
 * Calls the server.
 *
 * @throws Problem for every answer that is not a success, and when none comes
 */
export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const form = body instanceof FormData;
  const request = new Request(new URL(path, location.origin), {
    method,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
    headers: {
      Accept: "application/json",
      ...(body === undefined || form ? {} : { "Content-Type": "application/json" }),
    },
  });
  let response: Response;
  try {
    response = await fetchWithCsrf(request);
  } catch (error) {
    throw toProblem(error);
  }
  const text = await response.text().catch(() => "");
  const parsed = parse(text);
  if (response.ok) return parsed as T;
  if (response.status === 401 && !path.startsWith("/api/auth/")) onSignedOut();
  throw problemFrom(response.status, parsed);
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
