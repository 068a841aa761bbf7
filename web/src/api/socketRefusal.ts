/** Why the server does not open a socket. */
export interface SocketRefusal {
  /** Of the problem document, such as `no_room`, `session_closed` or `unauthenticated`. */
  readonly code: string;
  /** When the server wants to be asked again; undefined if it does not say. */
  readonly retryAfterMillis: number | undefined;
}

/** A browser does not say why a socket was refused; the same address, asked plainly, does. Undefined when nothing answers. */
export async function askWhy(socketUrl: string, signal: AbortSignal): Promise<SocketRefusal | undefined> {
  try {
    const answer = await fetch(socketUrl.replace(/^ws/, "http"), { headers: { Accept: "application/json" }, signal });
    const { code } = (await answer.json()) as { code?: unknown };
    const seconds = Number(answer.headers.get("Retry-After") ?? "");
    return {
      code: typeof code === "string" ? code : "",
      retryAfterMillis: seconds > 0 ? seconds * 1000 : undefined,
    };
  } catch {
    return undefined;
  }
}
