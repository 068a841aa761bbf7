import { randomUUID } from "node:crypto";
import path from "node:path";
import { expect, test, type APIResponse, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn, startExam, type Account } from "./browser";
import { EMPTY_SECONDS, FACE_SECONDS } from "./camera";
import { resultsDir } from "./paths";
import { expectWellMade } from "./wellMade";

const SHOTS = path.join(resultsDir, "appeal");
const WORDS = "My sister was ill and called me. I was back after a moment.";

let room: Browser;
let desk: Browser;

test.beforeAll(async () => {
  room = await launch(cameraFile());
  desk = await launch();
});

test.afterAll(async () => {
  await room.close();
  await desk.close();
});

async function send(page: Page, method: "POST" | "PUT", address: string, data: object): Promise<APIResponse> {
  const cookies = await page.context().cookies();
  const answer = await page.request.fetch(address, {
    method,
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    data,
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return answer;
}

/** A reviewer of every exam, signed in. */
async function reviewer(admin: Page, displayName: string): Promise<Page> {
  const account: Account = { username: `reviewer-${randomUUID().slice(0, 8)}`, password: "correct-horse-battery" };
  await send(admin, "POST", "/api/profiles", { ...account, display_name: displayName, roles: ["reviewer"] });
  return signIn(desk, account);
}

interface Incident {
  readonly id: string;
  readonly behavior: string;
  readonly ended_at: string | null;
}

async function incidents(page: Page, sessionId: string): Promise<readonly Incident[]> {
  const answer = await page.request.get(`/api/sessions/${sessionId}`);
  return ((await answer.json()) as { incidents: readonly Incident[] }).incidents;
}

/** Looks at the page in both themes, wide and narrow, and keeps pictures to be looked at. */
async function look(page: Page, what: string): Promise<void> {
  await expectWellMade(page, what);
  for (const width of [1280, 390]) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: path.join(SHOTS, `${what} ${width} ${colorScheme}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Goes on by the keyboard until the element has the focus, and says so if it never has. */
async function tabTo(page: Page, name: string | RegExp, role: "button" | "textbox" | "radio"): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  for (let i = 0; i < 60; i++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`The keyboard does not reach ${String(name)}.`);
}

test("a student answers what was held against them, and somebody else than the first reviewer decides", async () => {
  test.slow();
  const admin = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(admin, "Sara Sitting"));
  const first = await reviewer(admin, "Fiona First");
  const second = await reviewer(admin, "Samuel Second");

  const sessionId = await startExam(student);
  await test.step("the student leaves for a moment, comes back and submits", async () => {
    await expect
      .poll(async () => (await incidents(admin, sessionId)).some(({ ended_at }) => ended_at !== null), {
        timeout: (FACE_SECONDS + EMPTY_SECONDS + 20) * 1000,
      })
      .toBe(true);
    await student.getByRole("button", { name: "Submit", exact: true }).click();
    await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
    await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 60_000 });
    await expect(student.getByText(/Somebody who reviews this exam looks at it by/)).toBeVisible();
    await expect(student.getByText(/cheat score/i)).toBeHidden();
    await look(student, "submitted");
  });

  await test.step("what happens next, before anything is decided", async () => {
    await student.getByRole("link", { name: "What was seen in your exam" }).click();
    await expect(student.getByRole("heading", { name: "What was seen in your exam" })).toBeVisible();
    await expect(student.getByTestId("step-look")).toHaveAttribute("data-state", "now");
    await expect(student.getByTestId("seen-incident").first()).toContainText("the camera did not see you");
    await look(student, "seen, not decided");
  });

  await test.step("the first reviewer confirms it and has a concern", async () => {
    for (const { id } of await incidents(first, sessionId)) {
      await send(first, "POST", `/api/incidents/${id}/decisions`, {
        id: randomUUID(),
        decision: "confirmed",
        reason: "left_place",
        comment: "The chair was empty.",
      });
    }
    await send(first, "POST", `/api/sessions/${sessionId}/decisions`, {
      id: randomUUID(),
      outcome: "concern",
      comment: "You left your place during the exam.",
    });
  });

  await test.step("the student reads the decision, and answers by the keyboard alone", async () => {
    await student.reload();
    await expect(student.getByTestId("decision")).toContainText("You left your place during the exam.");
    await expect(student.getByTestId("incident-decision").first()).toContainText("The chair was empty.");
    await expect(student.getByTestId("step-answer")).toHaveAttribute("data-state", "now");
    await tabTo(student, "Your answer to this moment", "textbox");
    await student.keyboard.type(WORDS);
    await expect(student.getByTestId("draft-state")).toHaveText("All that you wrote is saved.");
    await look(student, "seen, to answer");

    await student.getByLabel("What you want to say about the whole").fill("x".repeat(100_000));
    await expect(student.getByText(/this text is 96,000 characters too long. Nothing is cut/)).toBeVisible();
    await expect(student.getByRole("button", { name: "Send your answer" })).toBeDisabled();
    await student.getByLabel("What you want to say about the whole").fill("Please look again.");
    await expect(student.getByTestId("draft-state")).toHaveText("All that you wrote is saved.");
  });

  await test.step("what was typed is there after a reload, and is sent with one button", async () => {
    await student.reload();
    await expect(student.getByLabel("Your answer to this moment").first()).toHaveValue(WORDS);
    await tabTo(student, "Send your answer", "button");
    await student.keyboard.press("Enter");
    await expect(student.getByTestId("step-second_look")).toHaveAttribute("data-state", "now");
    await expect(student.getByText(WORDS)).toBeVisible();
    await look(student, "seen, sent");
  });

  await test.step("the first reviewer reads it, and is told that somebody else decides", async () => {
    await first.getByRole("link", { name: "Appeals" }).click();
    const line = first.getByTestId("appeal").filter({ hasText: "Sara Sitting" }).first();
    await expect(line).toContainText("Somebody else: you decided first");
    await line.getByRole("link").click();
    await expect(first.getByTestId("decided-before")).toBeVisible();
    await expect(first.getByText(WORDS)).toBeVisible();
    await expect(first.getByRole("button", { name: "Decide" })).toBeHidden();
    await look(first, "appeal, decided before");
  });

  await test.step("the second reviewer decides, by the keyboard alone", async () => {
    await second.getByRole("link", { name: "Appeals" }).click();
    await look(second, "appeals");
    await second.getByTestId("appeal").filter({ hasText: "Sara Sitting" }).first().getByRole("link").click();
    await expect(second.getByText(WORDS)).toBeVisible();
    await second.getByRole("button", { name: "Show the clip" }).first().click();
    await expect(second.locator("video").first()).toBeVisible();
    await look(second, "appeal, to decide");
    await second.getByRole("button", { name: "Decide" }).click();
    await expect(second.getByText("Choose one of the two.").first()).toBeVisible();
    await tabTo(second, "Grant: it does not count", "radio");
    await second.keyboard.press("Space");
    await tabTo(second, /Reason/, "textbox");
    await second.keyboard.type("A family emergency, and a short one.");
    await second.getByRole("radio", { name: "Grant: the session gives no concern" }).focus();
    await second.keyboard.press("Space");
    await second
      .getByLabel(/Reason/)
      .last()
      .fill("Nothing else stood out.");
    // Where the whole is granted, so is each moment.
    for (const other of await second.getByRole("radio", { name: "Grant: it does not count" }).all()) {
      if (await other.isChecked()) continue;
      await other.check();
    }
    for (const reason of await second.getByLabel(/Reason/).all()) {
      if ((await reason.inputValue()) === "") await reason.fill("A family emergency, and a short one.");
    }
    await second.getByRole("button", { name: "Decide" }).focus();
    await second.keyboard.press("Enter");
    await look(second, "appeal, asked whether it is final");
    await second.getByRole("button", { name: "Yes, this is final" }).press("Enter");
    await expect(second.getByTestId("appeal-outcome")).toContainText("Granted");
    await look(second, "appeal, decided");
  });

  await test.step("the student reads the decision and its reason; the incident is dismissed for everybody", async () => {
    await student.reload();
    await expect(student.getByTestId("decision")).toContainText("You left your place during the exam.");
    await expect(student.getByTestId("outcome")).toContainText("Nothing else stood out.");
    await expect(student.getByTestId("incident-outcome").first()).toContainText("A family emergency, and a short one.");
    await expect(student.getByTestId("step-second_look")).toHaveAttribute("data-state", "done");
    await look(student, "seen, decided");
    const review = await first.request.get(`/api/sessions/${sessionId}/review`);
    expect(await review.text()).toContain("dismissed");
  });
});
