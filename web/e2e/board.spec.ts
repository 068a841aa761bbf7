import { expect, test, type Browser } from "@playwright/test";
import { feedBoard } from "./boardFeed";
import { ADMIN, addStudent, cameraFile, launch, serverUrl, signIn, startExam } from "./browser";
import { FACE_SECONDS, EMPTY_SECONDS } from "./camera";
import { expectWellMade } from "./wellMade";

/** Until a page that is opened anew shows the room, on a machine that is busy. */
const OPEN_MILLIS = 30_000;

let room: Browser;
let desk: Browser;

test.beforeEach(async () => {
  room = await launch(cameraFile());
  desk = await launch();
});

test.afterEach(async () => {
  await room.close();
  await desk.close();
});

test("a proctor sees the student's picture, and looking at an incident clears it on every board", async () => {
  const proctor = await signIn(desk, ADMIN);
  const account = await addStudent(proctor, "Tilda Tile");
  const student = await signIn(room, account);
  const sessionId = await startExam(student);
  const other = await proctor.context().newPage();

  await test.step("the tile shows the camera, and goes on doing so", async () => {
    await proctor.goto("/live?view=tiles");
    const tile = proctor.locator(`[data-testid="tile"][data-session="${sessionId}"]`);
    await expect(tile.getByTestId("picture")).toHaveAttribute("data-drawn", "true");
    const picture = () => tile.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const first = await picture();
    await expect.poll(picture).not.toBe(first);
    await expectWellMade(proctor, "live, tiles");
  });

  await test.step("the student leaves: it needs a look, also where the quiet are hidden", async () => {
    await other.goto("/live?quiet=hidden");
    const hidden = other.locator(`[data-testid="live-row"][data-session="${sessionId}"]`);
    await expect(hidden).toHaveAttribute("data-attention", "true", {
      timeout: (FACE_SECONDS + EMPTY_SECONDS) * 1000,
    });
    await expect(other.getByRole("button", { name: /[1-9]\d* needs? a look/ })).toBeVisible();
  });

  await test.step("marked as seen by keyboard on one board, it is seen on the other", async () => {
    await proctor.goto(`/live?order=name&search=${account.username}`);
    const row = proctor.locator(`[data-testid="live-row"][data-session="${sessionId}"]`);
    await expect(row).toHaveAttribute("data-attention", "true", { timeout: OPEN_MILLIS });
    await expect(proctor.getByRole("textbox", { name: "Search" })).toHaveValue(account.username);
    await proctor.locator("body").press("j");
    await expect(row.getByRole("link")).toBeFocused();
    await proctor.keyboard.press("s");
    await expect(row).toHaveAttribute("data-attention", "false");
    await other.goto(`/live?order=name&search=${account.username}`);
    await expect(other.locator(`[data-session="${sessionId}"]`)).toHaveAttribute("data-attention", "false", {
      timeout: OPEN_MILLIS,
    });
  });

  await test.step("Enter opens the session, and the way back leads to the board as it was left", async () => {
    await proctor.keyboard.press("Enter");
    await expect(proctor).toHaveURL(new RegExp(`/sessions/${sessionId}$`));
    await proctor.getByRole("link", { name: "Live" }).click();
    await expect(proctor).toHaveURL(new RegExp(`search=${account.username}`));
  });

  await test.step("who has submitted is apart", async () => {
    await student.getByRole("button", { name: "Submit", exact: true }).click();
    await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
    await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 30_000 });
    await expect(proctor.locator(`[data-testid="live-row"][data-session="${sessionId}"]`)).toBeHidden();
    await proctor.getByRole("button", { name: /Submitted or ended just now/ }).click();
    await expect(proctor.getByTestId("over").locator(`a[href="/sessions/${sessionId}"]`)).toBeVisible();
    await expectWellMade(proctor, "live, who has submitted");
  });
});

test("a board of 500 students is well made, and goes by keyboard to what is not on the screen", async () => {
  const feed = await feedBoard(serverUrl(), 500);
  const proctor = await signIn(desk, ADMIN, feed.url);
  for (const view of ["rows", "tiles"] as const) {
    await proctor.goto(view === "rows" ? "/live?order=name" : "/live?order=name&view=tiles");
    const each = proctor.getByTestId(view === "rows" ? "live-row" : "tile");
    await expect(each.first()).toBeVisible();
    expect(await each.count(), "only those in the window exist").toBeLessThan(80);
    await expectWellMade(proctor, `live, 500 ${view}`);
    await proctor.locator("body").press("j");
    const focused = proctor.locator("[data-board-link]:focus");
    await expect(focused).toHaveCount(1);
    const first = await focused.innerText();
    for (let step = 0; step < 40; step += 1) await proctor.keyboard.press("j");
    await expect(focused).toBeInViewport();
    expect(await focused.innerText()).not.toBe(first);
  }
  await proctor.goto("/live?show=silent");
  await expect(proctor.getByTestId("pulse")).toContainText("Not heard from");
  await proctor.context().close();
  await feed.close();
});

test("an exam's page says whether its room will fit", async () => {
  const admin = await signIn(desk, ADMIN);
  await admin.goto("/exams");
  await admin.getByRole("table").getByRole("link").first().click();
  const fit = admin.getByTestId("room-fit");
  await expect(fit).toContainText(/The room (fits|is tight|is too small)/);
  await fit.getByRole("textbox", { name: "Students at once" }).fill("100000");
  await expect(fit).toContainText("The room is too small");
  await expect(fit).toContainText(/Start \d+ servers like these/);
  await fit.getByRole("textbox", { name: "Students at once" }).fill("1");
  await expect(fit).toContainText("for each of 1 student.");
  await expectWellMade(admin, "an exam, with its room");
});
