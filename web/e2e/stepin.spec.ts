import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn, startExam, takeSeat } from "./browser";
import { expectWellMade } from "./wellMade";

/** What staff do or say is known to the student in every window within this time. */
const KNOWN_MILLIS = 2_000;
/** After an outage a page first has to come back. */
const BACK_MILLIS = 20_000;

const PROCTOR = { username: "proctor", password: "invigil-proctor" };

let room: Browser;
let desk: Browser;

test.beforeAll(async () => {
  room = await launch(cameraFile());
  desk = await launch();
});

/** Who has sat in one test sits no longer in the next: each camera that is left on slows all that follow. */
test.afterEach(async () => {
  for (const context of [...room.contexts(), ...desk.contexts()]) await context.close();
});

test.afterAll(async () => {
  await room.close();
  await desk.close();
});

const firstText = (page: Page) => page.getByRole("textbox").first();
const paused = (page: Page) => page.getByTestId("sitting-paused");

/** A student in the middle of an exam, and a proctor who looks at that session. */
async function watched(name: string) {
  const student = await signIn(room, await addStudent(await signIn(desk, ADMIN), name));
  const sessionId = await startExam(student);
  const proctor = await signIn(desk, PROCTOR);
  await proctor.goto(`/sessions/${sessionId}`);
  await expect(proctor.getByRole("heading", { name })).toBeVisible();
  return { student, proctor, sessionId };
}

async function choose(proctor: Page, item: string): Promise<void> {
  await proctor.getByRole("button", { name: /^Step in/ }).click();
  await proctor.getByRole("menuitem", { name: item }).click();
}

async function stepIn(proctor: Page, item: string, verb: string, reason: string, note = ""): Promise<void> {
  await choose(proctor, item);
  const dialog = proctor.getByRole("dialog");
  await dialog.getByLabel("Reason").selectOption({ label: reason });
  await dialog.getByLabel("Note").fill(note);
  await dialog.getByRole("button", { name: verb, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Seconds on the student's clock. */
async function secondsLeft(page: Page): Promise<number> {
  const shown = await page.getByRole("timer").innerText();
  const parts = (/[\d:]+/.exec(shown)?.[0] ?? "").split(":").map(Number);
  return parts.reduce((sum, part) => sum * 60 + part, 0);
}

test("a pause covers the questions in every window, more time moves the end, and an end is final", async () => {
  const { student, proctor } = await watched("Petra Paused");
  await firstText(student).fill("Before the pause.");
  await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
  const phone = await student.context().newPage();
  await phone.goto(new URL(student.url()).pathname);
  await expect(phone.getByRole("heading", { name: "Camera check" })).toBeVisible();

  // Without a reason nothing is done, and what was typed stays.
  await choose(proctor, "Pause…");
  const dialog = proctor.getByRole("dialog");
  await dialog.getByLabel("Note").fill("We look into it.");
  await dialog.getByRole("button", { name: "Pause", exact: true }).click();
  await expect(dialog).toContainText("Choose a reason");
  await expect(dialog.getByLabel("Note")).toHaveValue("We look into it.");
  await expectWellMade(proctor, "the dialog to pause");
  await dialog.getByLabel("Reason").selectOption({ label: "Network" });
  const done = proctor.waitForResponse((answer) => answer.url().endsWith("/interventions") && answer.status() === 201);
  await dialog.getByRole("button", { name: "Pause", exact: true }).click();
  await done;

  await expect(paused(student)).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(student.getByTestId("pause-reason")).toHaveText(
    "Your exam was paused because of a problem with the network. We look into it.",
  );
  await expect(firstText(student)).toBeHidden();
  await expect(phone.getByTestId("contact")).toBeVisible();
  await expectWellMade(student, "a paused exam");
  await expect(proctor.getByTestId("interventions")).toContainText("Paused: Technical / Network");

  await stepIn(proctor, "Resume…", "Resume", "Settled");
  await expect(paused(student)).toBeHidden({ timeout: KNOWN_MILLIS });
  await expect(firstText(student)).toHaveValue("Before the pause.");
  for (const page of [student, phone]) {
    await expect(page.getByTestId("intervention")).toContainText("Your exam goes on: what stopped it is settled.");
  }

  const before = await secondsLeft(student);
  await stepIn(proctor, "More time…", "Give more time", "Network", "For the time that was lost.");
  await expect(student.getByTestId("intervention")).toContainText("You have 10 minutes more", {
    timeout: KNOWN_MILLIS,
  });
  await expect.poll(async () => (await secondsLeft(student)) - before, { timeout: KNOWN_MILLIS }).toBeGreaterThan(590);
  await expectWellMade(student, "an exam with more time");
  await student.getByRole("button", { name: "Close this note" }).click();
  await expect(student.getByTestId("intervention")).toBeHidden();
  await student.getByRole("button", { name: /What was said/ }).click();
  await expect(student.getByRole("dialog")).toContainText("For the time that was lost.");
  await expectWellMade(student, "the list of what was said and done");
  await student.keyboard.press("Escape");

  await stepIn(proctor, "End the session…", "End the session", "Another reason (say which)", "The fire alarm rang.");
  for (const page of [student, phone]) {
    await expect(page.getByRole("heading", { name: "Your exam has been ended" })).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId("end-reason")).toContainText("The fire alarm rang.");
  }
  await expect(proctor.getByRole("button", { name: /^Step in/ })).toBeHidden();
});

test("a pause during an outage of the student's network is told on return, and the clock is right", async () => {
  const { student, proctor } = await watched("Olga Offline");
  const before = await secondsLeft(student);
  await student.context().setOffline(true);
  await expect(student.getByTestId("server-silent")).toBeVisible();
  await firstText(student).fill("Typed while nobody heard.");
  await stepIn(proctor, "Pause…", "Pause", "Network");
  const stopped = Date.now();

  await student.context().setOffline(false);
  await expect(paused(student)).toBeVisible({ timeout: BACK_MILLIS });
  await expect(student.getByTestId("pause-reason")).toContainText("a problem with the network");
  await expect(paused(student)).toContainText("kept in this browser");

  await stepIn(proctor, "Resume…", "Resume", "Settled");
  const stoodStill = (Date.now() - stopped) / 1_000;
  await expect(paused(student)).toBeHidden({ timeout: KNOWN_MILLIS });
  await expect(firstText(student)).toHaveValue("Typed while nobody heard.");
  await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
  const after = await secondsLeft(student);
  expect(after).toBeLessThanOrEqual(before);
  // The clock stood still for as long as the pause: of the time since, at least that is left.
  const gone = before - after;
  expect(gone).toBeLessThan((Date.now() - stopped) / 1_000 + 60 - stoodStill);
});

test("messages are read and acknowledged, by keyboard alone", async () => {
  const { student, proctor } = await watched("Mia Message");
  await proctor.goto("/live");
  await proctor.getByRole("button", { name: "Write to students" }).focus();
  await proctor.keyboard.press("Enter");
  const composer = proctor.getByRole("dialog");
  // With one exam alone there is nothing to choose.
  const exam = composer.getByLabel("To everybody who sits");
  if ((await exam.locator("option").count()) > 1)
    await exam.selectOption({ label: "Sample exam: how the world works" });
  await composer.getByLabel("Message").focus();
  const long = "x".repeat(100_000);
  await composer.getByLabel("Message").fill(long);
  await expect(composer).toContainText("Shorten the message to 2000 characters");
  await expect(composer.getByLabel("Message")).toHaveValue(long);
  await proctor.keyboard.press("Control+A");
  await proctor.keyboard.type("Question 2 has a misprint.");
  await proctor.keyboard.press("Tab"); // Close
  await proctor.keyboard.press("Tab"); // Send
  await proctor.keyboard.press("Enter");
  await expect(student.getByTestId("message")).toContainText("Question 2 has a misprint.", { timeout: 4_000 });
  await expect(composer.getByTestId("sent-messages")).toContainText("read by 0 of");
  await expectWellMade(proctor, "the place to write to students");
  await proctor.keyboard.press("Escape");
  await expectWellMade(student, "an exam with a message");

  await student.getByRole("button", { name: "I have read this" }).focus();
  await student.keyboard.press("Enter");
  await expect(student.getByTestId("message")).toBeHidden();
  await student.reload();
  await student.getByRole("button", { name: "Continue the exam" }).click();
  await expect(student.getByRole("button", { name: "What was said (1)" })).toBeVisible();
  await expect(student.getByTestId("message")).toBeHidden();
});

test("hands are raised and answered, by keyboard alone", async () => {
  const { student, proctor, sessionId } = await watched("Hal Hand");
  await proctor.goto("/live");
  await student.getByRole("button", { name: "Raise your hand" }).focus();
  await student.keyboard.press("Enter");
  const raising = student.getByRole("dialog");
  await expect(raising).toBeVisible();
  await raising.getByLabel("I have a question").focus();
  await student.keyboard.press("ArrowDown");
  await student.keyboard.press("ArrowDown");
  await expect(raising.getByLabel("I am locked out")).toBeChecked();
  await expectWellMade(student, "raising a hand");
  await raising.getByLabel(/few words/).fill("The other window is gone.");
  await raising.getByRole("button", { name: "Raise your hand" }).click();
  await expect(student.getByTestId("hand-state")).toContainText("Your hand is up (locked out)");

  const hand = proctor.getByTestId("hand").filter({ hasText: "Hal Hand" });
  await expect(hand).toContainText("Locked out");
  await expect(hand).toContainText("The other window is gone.");
  await expectWellMade(proctor, "the live page with a hand");
  await proctor.getByRole("button", { name: "Answer Hal Hand" }).focus();
  await proctor.keyboard.press("Enter");
  await proctor.getByRole("dialog").getByLabel("Message").fill("Press Continue here.");
  await expectWellMade(proctor, "answering a hand");
  await proctor.getByRole("dialog").getByRole("button", { name: "Send" }).click();
  await expect(hand).toBeHidden();
  await expect(student.getByTestId("hand-state")).toContainText("Your hand was seen");
  await expect(student.getByTestId("message").filter({ hasText: "Press Continue here." })).toBeVisible();

  await proctor.goto(`/sessions/${sessionId}`);
  await choose(proctor, "Write a message…");
  await expect(proctor.getByRole("dialog")).toContainText("Press Continue here.");
});

/** An exam in which somebody has to let each student in. */
async function makeAdmissionExam(admin: Page): Promise<string> {
  const cookies = await admin.context().cookies();
  const answer = await admin.request.post("/api/exams", {
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    data: {
      title: "An exam behind a door",
      description: "",
      opens_at: new Date(Date.now() - 60_000).toISOString(),
      closes_at: new Date(Date.now() + 3_600_000).toISOString(),
      duration_minutes: 30,
      policy: { admission: { asked: true, keep_first_picture: true } },
      questions: [{ kind: "text", prompt: "Who are you?", options: [] }],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { exam_id: string }).exam_id;
}

test("a student is let in by a proctor who compares pictures, and takes another one when asked to", async () => {
  const admin = await signIn(desk, ADMIN);
  const account = await addStudent(admin, "Ada Admitted");
  const proctor = await signIn(desk, PROCTOR);
  const row = proctor.getByTestId("waiting-student").filter({ hasText: "Ada Admitted" });
  const look = async () => {
    await row.getByRole("button", { name: "Look at Ada Admitted" }).click();
    const picture = proctor.getByRole("dialog").getByRole("img", { name: "Now" });
    await expect(picture).toBeVisible();
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  };
  for (const isFirst of [true, false]) {
    const student = await signIn(room, account);
    await student.goto(`/exam/${await makeAdmissionExam(admin)}`);
    await takeSeat(student);
    await expect(student.getByTestId("admission")).toBeVisible();
    await expect(student.getByRole("textbox")).toBeHidden();
    if (isFirst) await expectWellMade(student, "waiting to be let in");
    await student.getByRole("button", { name: "Take my picture and ask" }).click();
    await expect(student.getByText("Your picture is with your proctors")).toBeVisible();

    await proctor.goto("/live");
    await look();
    if (isFirst) {
      await expect(proctor.getByText("None is kept of this student.")).toBeVisible();
      await proctor.getByRole("button", { name: "Ask for another picture" }).click();
      await expect(proctor.getByText("Say what the student shall do.")).toBeVisible();
      await proctor.getByLabel(/for another picture/).fill("Please turn on a light.");
      await proctor.getByRole("button", { name: "Ask for another picture" }).click();
      await expect(student.getByTestId("admission")).toContainText("Please turn on a light.");
      await expectWellMade(student, "another picture is needed");
      await student.getByRole("button", { name: "Take another picture" }).click();
      await look();
    } else {
      await expect(proctor.getByRole("img", { name: "The first one of earlier exams" })).toBeVisible();
      await expectWellMade(proctor, "comparing two pictures");
    }
    await proctor.getByRole("button", { name: "Let in" }).click();
    await expect(student.getByRole("textbox")).toBeVisible({ timeout: KNOWN_MILLIS });
    await expect(student.getByTestId("connection")).toHaveAttribute("data-connection", "connected");
    await student.context().close();
  }
});
