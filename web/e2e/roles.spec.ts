import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, launch, signIn, type Account } from "./browser";
import { expectWellMade } from "./wellMade";

let desk: Browser;
let room: Browser;

test.beforeAll(async () => {
  desk = await launch();
  room = await launch();
});

test.afterAll(async () => {
  await desk.close();
  await room.close();
});

async function post<T>(page: Page, path: string, data: object): Promise<T> {
  const cookies = await page.context().cookies();
  const answer = await page.request.post(path, {
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
    data,
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return (await answer.json()) as T;
}

const hourFrom = (now: number, hours: number) => new Date(now + hours * 3_600_000).toISOString();

async function makeExam(admin: Page, title: string): Promise<string> {
  const now = Date.now();
  const { exam_id } = await post<{ exam_id: string }>(admin, "/api/exams", {
    title,
    description: "",
    opens_at: hourFrom(now, -1),
    closes_at: hourFrom(now, 1),
    duration_minutes: 60,
    policy: {},
    questions: [{ kind: "text", prompt: "Why?", options: [] }],
  });
  return exam_id;
}

/** A student who sits the exam. */
async function sit(account: Account, examId: string): Promise<string> {
  const student = await signIn(room, account);
  const { session_id } = await post<{ session_id: string }>(student, "/api/exam/start", {
    exam_id: examId,
    consent: { version: "1", accepted: true },
  });
  await student.context().close();
  return session_id;
}

/** By keys alone, as somebody does who has no mouse. */
async function addProctorOfNoExam(admin: Page, username: string, name: string): Promise<Account> {
  await admin.goto("/people");
  await admin.getByRole("button", { name: "Add people" }).press("Enter");
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Username").fill(username);
  await dialog.getByLabel("Full name").fill(name);
  await dialog.getByRole("checkbox", { name: "Student" }).press("Space");
  await dialog.getByRole("checkbox", { name: "Proctor", exact: true }).press("Space");
  await expect(dialog.getByRole("checkbox", { name: /Proctor of every exam/ })).toBeChecked();
  await expectWellMade(admin, "people, somebody of the staff to add");
  await dialog.getByRole("checkbox", { name: /Proctor of every exam/ }).press("Space");
  await dialog.getByRole("button", { name: "Add", exact: true }).press("Enter");
  const password = await dialog.getByTestId("password").innerText();
  return { username, password };
}

test("a proctor who is assigned to one group sees that group and nobody else", async () => {
  test.slow();
  const admin = await signIn(desk, ADMIN);
  const mark = Date.now().toString(36);
  const title = `Shared out ${mark}`;
  const examId = await makeExam(admin, title);
  const mine = await addStudent(admin, `Mia ${mark}`);
  const other = await addStudent(admin, `Otto ${mark}`);
  const proctor = await addProctorOfNoExam(admin, `proctor-${mark}`, `Paula ${mark}`);
  const mySession = await sit(mine, examId);
  const otherSession = await sit(other, examId);

  const watcher = await signIn(room, proctor);
  await watcher.goto("/sessions");
  await expect(watcher.getByRole("heading", { name: "Sessions" })).toBeVisible();
  await expect(watcher.getByRole("link", { name: mark })).toHaveCount(0);

  await admin.goto("/exams");
  await admin.getByRole("row", { name: title }).getByRole("link", { name: "Staff and groups" }).click();
  await expect(admin.getByRole("heading", { name: "Staff and groups" })).toBeVisible();
  await expectWellMade(admin, "staff and groups, none yet");
  await admin.getByRole("button", { name: "Add a group" }).press("Enter");
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Room 1");
  await dialog.getByLabel("Students").fill(`${mine.username}\nno.such.student`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Line 2: nobody has the username no.such.student")).toBeVisible();
  await expectWellMade(admin, "a group with a line that is wrong");
  await dialog.getByLabel("Students").fill(mine.username);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("heading", { name: "Room 1 (1)" })).toBeVisible();

  await admin.getByLabel("Person").selectOption({ label: `Paula ${mark} (${proctor.username})` });
  await admin.getByLabel("Students", { exact: true }).selectOption("Room 1");
  await admin.getByRole("button", { name: "Assign" }).press("Enter");
  await expect(admin.getByRole("row", { name: `Paula ${mark}` })).toContainText("Room 1");
  await expectWellMade(admin, "staff and groups");

  await watcher.goto("/live");
  await expect(watcher.locator(`[data-session="${mySession}"]`)).toBeVisible();
  await expect(watcher.locator(`[data-session="${otherSession}"]`)).toHaveCount(0);
  await watcher.goto("/sessions");
  await expect(watcher.getByRole("link", { name: `Mia ${mark}` })).toBeVisible();
  await expect(watcher.getByRole("link", { name: `Otto ${mark}` })).toHaveCount(0);
  await watcher.goto(`/sessions/${mySession}`);
  await expect(watcher.getByRole("heading", { name: `Mia ${mark}` })).toBeVisible();
  await watcher.goto(`/sessions/${otherSession}`);
  await expect(watcher.getByRole("heading", { name: "This does not exist, or is not yours to see" })).toBeVisible();
  await expect(watcher.getByText(`Otto ${mark}`)).toHaveCount(0);

  // The open board follows the group.
  await watcher.goto("/live");
  await expect(watcher.locator(`[data-session="${mySession}"]`)).toBeVisible();
  await admin.getByRole("button", { name: "Members of Room 1" }).click();
  await dialog.getByLabel("Students").fill(other.username);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(watcher.locator(`[data-session="${otherSession}"]`)).toBeVisible();
  await expect(watcher.locator(`[data-session="${mySession}"]`)).toHaveCount(0);

  // Other roles end the sign-in.
  await admin.goto("/people");
  await admin.getByLabel("Search").fill(proctor.username);
  await admin.getByRole("button", { name: `Roles of Paula ${mark}` }).press("Enter");
  await dialog.getByRole("checkbox", { name: "Student" }).press("Space");
  await expectWellMade(admin, "the roles of a person");
  await dialog.getByRole("button", { name: "Save" }).press("Enter");
  await expect(admin.getByRole("dialog")).toBeHidden();
  const again = await signIn(room, proctor);
  await expect(again.getByRole("heading", { name: "My exams" })).toBeVisible();
  const pages = again.getByRole("navigation", { name: "Pages" }).first();
  await expect(pages.getByRole("link")).toHaveText(["My exams", "Live", "Sessions"]);
  await again.context().close();
  await watcher.context().close();
  await admin.context().close();
});
