import type { CDPSession, Page } from "@playwright/test";

/** One answer as it came over the wire. */
export interface WireAnswer {
  readonly url: string;
  readonly status: number;
  /** Head and body as they were sent, compressed; 0 while it is under way, or where the browser had it. */
  bytes: number;
  /** `br`, `gzip`, or empty; of a worker's script `br` for either. */
  readonly encoding: string;
}

interface ResponseReceived {
  requestId: string;
  response: { url: string; status: number; headers: Record<string, string> };
}

/** Notes from now on what a page loads over HTTP. Messages of sockets are not in it. Resolves to what gives it all so far. */
export async function listenToWire(page: Page): Promise<() => Promise<readonly WireAnswer[]>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const answers: WireAnswer[] = [];
  const open = new Map<string, WireAnswer>();
  session.on("Network.responseReceived", ({ requestId, response }: ResponseReceived) => {
    const encoding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === "content-encoding");
    const answer = { url: response.url, status: response.status, bytes: 0, encoding: encoding?.[1] ?? "" };
    answers.push(answer);
    open.set(requestId, answer);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const answer = open.get(requestId);
    if (answer !== undefined) answer.bytes = encodedDataLength;
  });
  await session.send("Network.enable");
  return async () => [...answers, ...(await workersOf(page, new Set(answers.map(({ url }) => url))))];
}

/** The scripts of workers, which another part of the browser loads: by the page's own list, with 300 bytes for each head. */
async function workersOf(page: Page, seen: ReadonlySet<string>): Promise<WireAnswer[]> {
  const entries = await page.evaluate(() =>
    (performance.getEntriesByType("resource") as PerformanceResourceTiming[]).map((entry) => ({
      url: entry.name,
      status: entry.responseStatus,
      bytes: entry.transferSize,
      encoding: entry.encodedBodySize < entry.decodedBodySize ? "br" : "",
    })),
  );
  return entries.filter(({ url }) => !seen.has(url));
}

export const bytesOf = (answers: readonly WireAnswer[]): number => answers.reduce((sum, { bytes }) => sum + bytes, 0);

/** The heaviest first, for whoever has to find out what became too heavy. */
export function listed(answers: readonly WireAnswer[]): string {
  return answers
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ bytes, encoding, url }) => `${bytes} ${encoding} ${new URL(url).pathname}`)
    .join("\n");
}
