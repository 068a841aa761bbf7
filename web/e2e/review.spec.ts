import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn, startExam, type Account } from "./browser";
import { EMPTY_SECONDS, FACE_SECONDS } from "./camera";
import { expectWellMade } from "./wellMade";

/** What one reviewer does is on the other's page within this time. */
const SEEN_MILLIS = 2000;

let room: Browser;
let desk: Browser;
let otherDesk: Browser;

test.beforeAll(async () => {
  room = await launch(cameraFile());
  desk = await launch();
  otherDesk = await launch();
});

test.afterAll(async () => {
  for (const browser of [room, desk, otherDesk]) await browser.close();
});

/** An account of somebody who reviews every exam. */
async function addReviewer(admin: Page, displayName: string): Promise<Account> {
  const cookies = await admin.context().cookies();
  const username = `reviewer-${Date.now().toString(36)}`;
  const answer = await admin.request.post("/api/profiles", {
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    data: { username, display_name: displayName, roles: ["reviewer"] },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  const { password } = (await answer.json()) as { password: string };
  return { username, password };
}

/** A sitting that is over, with an absence and its clip. */
async function sit(admin: Page): Promise<string> {
  const student = await signIn(room, await addStudent(admin, "Sara Reviewed"));
  const uploaded = student.waitForResponse((response) => response.url().endsWith("/api/exam/upload-video"), {
    timeout: 2 * (FACE_SECONDS + EMPTY_SECONDS) * 1000,
  });
  const sessionId = await startExam(student);
  expect((await uploaded).status()).toBe(201);
  await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "present", { timeout: 60_000 });
  await student.getByRole("button", { name: "Submit", exact: true }).click();
  await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
  await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 30_000 });
  await student.context().close();
  return sessionId;
}

test("two reviewers go through a session together, by keyboard, and none decides over the other unseen", async () => {
  test.slow();
  const admin = await signIn(desk, ADMIN);
  const sessionId = await sit(admin);
  const { exam_id: examId } = (await (await admin.request.get(`/api/sessions/${sessionId}`)).json()) as {
    exam_id: string;
  };
  const first = await signIn(desk, await addReviewer(admin, "Fiona First"));
  const second = await signIn(otherDesk, await addReviewer(admin, "Simon Second"));

  await test.step("the queue says in words what to look at first", async () => {
    await first.getByRole("link", { name: "Review", exact: true }).click();
    await expect(first.getByRole("heading", { name: "Review", exact: true })).toBeVisible();
    await first.getByLabel("Exam").selectOption(examId);
    const line = first.getByRole("row", { name: /Sara Reviewed/ });
    await expect(line).toContainText(/Look first|Look/);
    await expect(line).not.toContainText("%");
    await expectWellMade(first, "the review queue");
    await line.getByRole("link").click();
    await expect(first.getByTestId("incident-panel")).toBeVisible();
  });

  await test.step("each sees that the other is there, and at which incident", async () => {
    await second.goto(`/sessions/${sessionId}`);
    await expect(first.getByTestId("at-the-table")).toContainText("Simon Second", { timeout: SEEN_MILLIS });
    await expect(second.getByTestId("at-the-table")).toContainText("Fiona First", { timeout: SEEN_MILLIS });
    await first.getByRole("button", { name: "Take it" }).click();
    await expect(second.getByTestId("at-the-table")).toContainText("Fiona First has this session.", {
      timeout: SEEN_MILLIS,
    });
  });

  await test.step("the clip plays to the incident's end and halts there", async () => {
    await first.keyboard.press("j");
    const video = first.getByTestId("clip-video");
    await expect.poll(() => video.evaluate((player: HTMLVideoElement) => player.currentTime)).toBeGreaterThan(1);
    await expect
      .poll(() => video.evaluate((player: HTMLVideoElement) => player.paused), { timeout: 15_000 })
      .toBe(true);
    await expectWellMade(first, "a session, for its reviewer");
  });

  await test.step("a decision is on the other's page, and what was begun there is not lost", async () => {
    await second.keyboard.press("j");
    await second.keyboard.press("c");
    await second.getByLabel("In your own words").fill("I saw it otherwise");
    await first.keyboard.press("d");
    await expect(first.getByRole("button", { name: /Looked away to think/ })).toBeInViewport();
    await expectWellMade(first, "a session, asked why");
    await first.keyboard.press("1");
    await expect(first.getByTestId("told")).toContainText("you looked away to think");
    await expectWellMade(first, "a session, about to be decided");
    await first.keyboard.press("Enter");
    await expect(second.getByTestId("incident-panel").getByTestId("decided")).toContainText("Dismissed", {
      timeout: SEEN_MILLIS,
    });
    await second.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(second.getByTestId("conflict")).toContainText("Fiona First has just decided");
    await second.getByRole("button", { name: /^Confirm/ }).click();
    await expect(second.getByLabel("In your own words")).toHaveValue("I saw it otherwise");
    await expectWellMade(second, "a session, decided by somebody else meanwhile");
    await second.getByRole("button", { name: "Confirm", exact: true }).click();
    const incident = first.getByTestId("incident").first();
    await expect(incident.getByTestId("decision")).toHaveText("Confirmed", { timeout: SEEN_MILLIS });
  });

  await test.step("notes are among reviewers, and keys have a list", async () => {
    await first.getByRole("heading", { level: 1 }).click();
    await first.keyboard.press("n");
    await first.keyboard.type("Let us ask the proctor");
    await first.getByRole("button", { name: "Keep the note" }).click();
    await expect(second.getByText("Let us ask the proctor").first()).toBeVisible({ timeout: SEEN_MILLIS });
    await first.getByRole("heading", { level: 1 }).click();
    await first.keyboard.press("?");
    await expect(first.getByRole("dialog", { name: "Keys of this page" })).toBeVisible();
    await expectWellMade(first, "the keys of the review page");
    await first.keyboard.press("Escape");
  });

  await test.step("the session is decided with keys alone, each in sight, and leaves the queue", async () => {
    const { incidents } = (await (await first.request.get(`/api/sessions/${sessionId}`)).json()) as {
      incidents: readonly unknown[];
    };
    const undecided = first.getByTestId("incidents-left");
    for (let i = 0; i < incidents.length && (await undecided.isVisible()); i++) {
      await first.keyboard.press("j");
      await first.keyboard.press("d");
      await first.keyboard.press("1");
      await first.keyboard.press("Enter");
      await expect(first.getByRole("group", { name: "Dismiss: why?" })).toBeHidden();
    }
    await first.keyboard.press("w");
    await expect(first.getByRole("button", { name: /The eyes were elsewhere/ })).toBeInViewport();
    await first.keyboard.press("1");
    await first.keyboard.press("Enter");
    await expect(second.getByTestId("sitting-panel").getByTestId("decided")).toContainText("Concern", {
      timeout: SEEN_MILLIS,
    });
    await first.getByRole("link", { name: "Review", exact: true }).click();
    await expect(first.getByRole("heading", { name: "Review", exact: true })).toBeVisible();
    await first.getByLabel("Exam").selectOption(examId);
    await first.getByText(/^Decided/).click();
    await expect(first.getByRole("row", { name: /Sara Reviewed/ }).first()).toContainText("Concern");
    await expect(first.getByTestId("review-figures")).toContainText("too few");
    await expectWellMade(first, "decided sessions and the figures");
  });

  for (const page of [admin, first, second]) await page.context().close();
});
