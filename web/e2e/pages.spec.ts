import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn } from "./browser";
import { expectWellMade } from "./wellMade";

/** Names that nothing can break at a space. */
const LONG_NAME = `Maximiliane${"Rindfleischetikettierungs".repeat(4)}`;
const LONG_TITLE = `Geographie${"Donaudampfschifffahrts".repeat(8)}`;

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

const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole("heading", { name }).first()).toBeVisible();

/** An exam with one question, whose words are as long as any; opened after the sample exam, so that it stands below that. */
async function makeExam(admin: Page, closesInMillis = 3_600_000): Promise<string> {
  const word = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(4);
  const cookies = await admin.context().cookies();
  const answer = await admin.request.post("/api/exams", {
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    data: {
      title: LONG_TITLE,
      description: word,
      opens_at: new Date(Date.now() + closesInMillis - 3_600_000).toISOString(),
      closes_at: new Date(Date.now() + closesInMillis).toISOString(),
      duration_minutes: 60,
      policy: {},
      questions: [
        { kind: "single_choice", prompt: word, options: ["a", "b"].map((id) => ({ option_id: id, text: word + id })) },
      ],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { exam_id: string }).exam_id;
}

/** Keeps requests waiting that go there, until the returned function is called. */
async function hold(page: Page, address: string): Promise<() => void> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(address, async (route) => {
    await released;
    await route.fallback();
  });
  return release;
}

test("every step of an exam is well made, from signing in to one's own results", async () => {
  test.slow();
  const admin = await signIn(desk, ADMIN);
  const examId = await makeExam(admin);
  const later = await makeExam(admin, 30 * 24 * 3_600_000);
  const account = await addStudent(admin, LONG_NAME);

  const student = await signIn(room, account);
  await student.context().clearCookies();
  await student.goto("/");
  await heading(student, "Sign in");
  await expectWellMade(student, "sign-in");
  await student.getByLabel("Username").fill(account.username);
  await student.getByRole("textbox", { name: "Password" }).fill("wrong");
  await student.getByRole("button", { name: "Sign in" }).click();
  await expect(student.getByRole("alert")).toBeVisible();
  await expectWellMade(student, "a refused sign-in");
  await student.getByRole("textbox", { name: "Password" }).fill(account.password);
  await student.getByRole("button", { name: "Sign in" }).click();

  await heading(student, "My exams");
  await expect(student.getByText("1 question ·").first()).toBeVisible();
  await expectWellMade(student, "my exams");
  await student.goto(`/exam/${later}`);
  await heading(student, "This exam is not open yet");
  await expectWellMade(student, "an exam that is not open");
  await student.goto("/no-such-page");
  await heading(student, "There is no such page");
  await expectWellMade(student, "no such page");
  await student.goto("/people");
  await heading(student, "This page is not for your account");
  await expectWellMade(student, "a page of others");
  await student.goto("/sessions");
  await expect(student.getByText("You have not sat an exam yet.")).toBeVisible();
  await expectWellMade(student, "no results");

  await student.goto(`/exam/${examId}`);
  await heading(student, LONG_TITLE);
  await expectWellMade(student, "consent");
  await student.getByRole("checkbox").check();
  await expectWellMade(student, "consent, given");
  await student.getByRole("button", { name: "Continue to the camera check" }).click();
  await expect(student.getByText("The camera works and the light is good.")).toBeVisible();
  await expectWellMade(student, "camera check");
  const started = student.waitForResponse((response) => response.url().endsWith("/api/exam/start"));
  await student.getByRole("button", { name: "Start the exam" }).click();
  const { session_id: sessionId } = (await (await started).json()) as { session_id: string };
  await expect(student.getByTestId("connection")).toHaveAttribute("data-connection", "connected");
  await expectWellMade(student, "sitting");

  // Locked while it is gone on with elsewhere, and the camera check of a running exam.
  const second = await student.context().newPage();
  await second.goto(`/exam/${examId}`);
  await heading(second, "Camera check");
  await expectWellMade(second, "camera check of a running exam");
  await second.getByRole("button", { name: "Continue the exam" }).click();
  await expect(student.getByTestId("locked")).toBeVisible();
  await expectWellMade(student, "sitting, locked");
  await student.getByRole("button", { name: "Continue here" }).click();
  await expect(student.getByTestId("locked")).toBeHidden();
  await second.close();

  const isUnreachable = "**/answers/**";
  await student.route(isUnreachable, (route) => route.abort());
  await student.getByRole("radio").first().check();
  await expect(student.getByTestId("save-state")).toContainText("Not saved yet");
  await expectWellMade(student, "sitting, not saved");
  await student.getByRole("button", { name: "Submit", exact: true }).click();
  await expect(student.getByRole("dialog")).toBeVisible();
  await expectWellMade(student, "sitting, asked whether to submit");
  await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
  await heading(student, "Saving your last answers");
  await expectWellMade(student, "finishing: saving");
  const refused = { status: 400, json: { code: "invalid_request", detail: "This was refused, for a test." } };
  await student.route("**/api/exam/submit", (route) => route.fulfill(refused));
  await student.unroute(isUnreachable);
  await heading(student, "The exam could not be submitted");
  await expectWellMade(student, "finishing: failed");
  await student.unroute("**/api/exam/submit");
  const letSubmit = await hold(student, "**/api/exam/submit");
  await student.getByRole("button", { name: "Try again" }).click();
  await heading(student, "Submitting your exam");
  await expectWellMade(student, "finishing: submitting");
  letSubmit();
  // The film may show its empty room just now: then a recording is finished and sent first.
  await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 60_000 });
  await expectWellMade(student, "submitted");

  await student.getByRole("link", { name: "See what was recorded" }).click();
  await heading(student, LONG_TITLE);
  await expectWellMade(student, "one's own session");
  await student.goto("/sessions");
  await expect(student.getByRole("link", { name: LONG_TITLE })).toBeVisible();
  await expectWellMade(student, "my results");

  await admin.goto(`/sessions/${sessionId}`);
  await heading(admin, LONG_NAME);
  await expectWellMade(admin, "a session, for staff");
  await student.context().close();
  await admin.context().close();
});

test("a camera that cannot be used is told of well", async () => {
  const admin = await signIn(desk, ADMIN);
  const student = await signIn(desk, await addStudent(admin, LONG_NAME));
  await student.goto("/");
  await student.getByRole("link", { name: "Begin" }).first().click();
  await student.getByRole("checkbox").check();
  await student.getByRole("button", { name: "Continue to the camera check" }).click();
  await expect(student.getByRole("alert")).toBeVisible();
  await expectWellMade(student, "camera check without a camera");
  await student.context().close();
});

test("every page of staff is well made", async () => {
  test.slow();
  const admin = await signIn(desk, ADMIN);
  const examId = await makeExam(admin);
  const account = await addStudent(admin, LONG_NAME);
  const student = await signIn(room, account);
  await student.goto(`/exam/${examId}`);
  await student.getByRole("checkbox").check();
  await student.getByRole("button", { name: "Continue to the camera check" }).click();
  const started = student.waitForResponse((response) => response.url().endsWith("/api/exam/start"));
  await student.getByRole("button", { name: "Start the exam" }).click();
  const { session_id: sessionId } = (await (await started).json()) as { session_id: string };

  await admin.goto("/live");
  await expect(admin.locator(`[data-session="${sessionId}"]`)).toBeVisible();
  await expectWellMade(admin, "live");
  await admin.goto(`/sessions?search=${account.username}`);
  await expect(admin.getByRole("link", { name: LONG_NAME })).toBeVisible();
  await expectWellMade(admin, "sessions");
  await admin.getByRole("textbox", { name: "Search" }).fill("a\u0007b");
  await expect(admin.getByText(/character that cannot be seen/)).toBeVisible();
  await expectWellMade(admin, "sessions, searched for what no name has");
  await admin.goto(`/sessions/${sessionId}`);
  await heading(admin, LONG_NAME);
  await expectWellMade(admin, "a running session");

  await admin.goto("/exams");
  await expect(admin.getByRole("link", { name: LONG_TITLE }).first()).toBeVisible();
  await expectWellMade(admin, "exams");
  await admin.goto("/exams/new");
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText(/Please mend the \d fields/)).toBeVisible();
  await expectWellMade(admin, "a new exam with mistakes");
  await admin.goto(`/exams/${examId}`);
  await expect(admin.getByLabel("Title")).toHaveValue(LONG_TITLE);
  await expectWellMade(admin, "an exam");
  await admin.getByRole("button", { name: "Delete this exam" }).click();
  await expect(admin.getByRole("dialog")).toBeVisible();
  await expectWellMade(admin, "an exam, asked whether to delete it");

  await admin.goto("/people");
  await admin.getByLabel("Search").fill(account.username);
  await expect(admin.getByText(LONG_NAME)).toBeVisible();
  await expectWellMade(admin, "people");
  await admin.getByRole("button", { name: "New password" }).click();
  await expect(admin.getByRole("dialog")).toBeVisible();
  await expectWellMade(admin, "people, asked for a new password");
  await admin.getByRole("button", { name: "Make a new password" }).click();
  await expect(admin.getByTestId("password")).toBeVisible();
  await expectWellMade(admin, "people, a new password");
  await admin.goto("/people");
  await admin.getByRole("button", { name: "Add people" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Add", exact: true }).click();
  await expectWellMade(admin, "people, one to add");
  await admin.getByRole("tab", { name: "Many lines" }).click();
  await admin.getByLabel("One person a line").fill(`${"x".repeat(90)}, Name`);
  await expect(admin.getByText(/is no username/)).toBeVisible();
  await expectWellMade(admin, "people, many to add");
  await admin.goto("/people");
  await admin.getByRole("tab", { name: "Service tokens" }).click();
  await admin.getByLabel("Name of the program").fill("x".repeat(80));
  await admin.getByRole("button", { name: "Make a token" }).click();
  await expect(admin.getByTestId("service-token")).toBeVisible();
  await expectWellMade(admin, "service tokens");

  await admin.goto("/live");
  await admin.setViewportSize({ width: 390, height: 844 });
  await admin.getByRole("button", { name: "Open the menu" }).click();
  await expect(admin.getByRole("dialog").getByRole("link", { name: "People" })).toBeVisible();
  await admin.keyboard.press("Escape");
  await student.context().close();
  await admin.context().close();
});

test("an admin makes an exam with three kinds of questions, and is told about a wrong policy", async () => {
  const browser = await launch();
  const admin = await signIn(browser, ADMIN);
  const title = `Made by hand ${Date.now().toString(36)}`;
  await admin.goto("/exams/new");
  await admin.getByLabel("Title").fill(title);
  await admin.getByLabel("Question", { exact: true }).fill("One of two?");
  await admin.getByLabel("Option 1 of question 1", { exact: true }).fill("Yes");
  await admin.getByLabel("Option 2 of question 1", { exact: true }).fill("No");
  await admin.getByRole("button", { name: "Several choices" }).click();
  await admin.getByLabel("Question", { exact: true }).nth(1).fill("Some of two?");
  await admin.getByLabel("Option 1 of question 2", { exact: true }).fill("This");
  await admin.getByLabel("Option 2 of question 2", { exact: true }).fill("That");
  await admin.getByRole("button", { name: "Text", exact: true }).click();
  await admin.getByLabel("Question", { exact: true }).nth(2).fill("Why?");
  await admin.getByRole("button", { name: "Advanced: detection policy" }).click();
  await admin.getByLabel("Thresholds that differ from the default").fill('{"no_such_threshold": 1}');
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText(/^no_such_threshold /)).toBeVisible();

  await admin
    .getByLabel("Thresholds that differ from the default")
    .fill('{"score":{"record_below":40,"rearm_above":60}}');
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByRole("link", { name: title }).click();
  await expect(admin.getByLabel("Question", { exact: true })).toHaveCount(3);
  await admin.getByRole("button", { name: "Delete this exam" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(admin.getByRole("heading", { name: "Exams" })).toBeVisible();
  await expect(admin.getByRole("link", { name: title })).toBeHidden();
  await browser.close();
});
