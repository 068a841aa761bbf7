import { expect, test, type Browser } from "@playwright/test";
import { feedBoard, type BoardFeed } from "./boardFeed";
import { measureBoard } from "./boardMeasure";
import { ADMIN, launch, serverUrl, signIn } from "./browser";

/** Real measurements (`npm run measure:board`) say how long, in seconds; with the tests it only has to work. */
const SECONDS = Number(process.env.MEASURE_SECONDS ?? "5");
const STUDENTS = Number(process.env.MEASURE_STUDENTS ?? "500");

// A trace of the test would be in the trace of the page.
test.use({ trace: "off" });

let browser: Browser;
let feed: BoardFeed;

test.beforeAll(async () => {
  browser = await launch();
  feed = await feedBoard(serverUrl(), STUDENTS);
});

test.afterAll(async () => {
  await browser.close();
  await feed.close();
});

for (const view of ["rows", "tiles"] as const) {
  test(`a board of ${STUDENTS} students as ${view} is measured`, async () => {
    test.setTimeout(120_000 + SECONDS * 2_000);
    const page = await signIn(browser, ADMIN, feed.url);
    await page.goto(view === "rows" ? "/live" : "/live?view=tiles");
    const one = page.getByTestId(view === "rows" ? "live-row" : "tile").first();
    await expect(one).toBeVisible();
    if (view === "tiles") await expect(one.getByTestId("picture")).toHaveAttribute("data-drawn", "true");
    const before = { ...feed.sent };
    const figures = await measureBoard(browser, page, view, STUDENTS, SECONDS);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    for (const [name, value] of Object.entries(figures))
      if (typeof value === "number") expect(value, name).not.toBeNaN();
    expect(figures.task_p95_ms).toBeGreaterThan(0);
    // What was measured is a room at the full rate.
    expect(feed.sent.deltas).toBeGreaterThan(before.deltas + SECONDS);
    expect(feed.sent.stills > before.stills).toBe(view === "tiles");
    await page.context().close();
  });
}
