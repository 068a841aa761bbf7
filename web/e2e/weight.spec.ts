import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, serverUrl, signIn, takeSeat } from "./browser";
import { bytesOf, listed, listenToWire, type WireAnswer } from "./wire";

/** Everything that a page asks for, head and body, by a browser that has nothing of it yet. */
const SIGN_IN_BYTES = 200_000;
const EXAM_BYTES = 240_000;

const STUDENTS_PARTS = /\/assets\/(ExamPage|captureWorker|tickWorker)-/;
const STAFFS_PARTS =
  /\/assets\/(LivePage|SessionsPage|SessionPage|ReviewQueuePage|AppealsPage|AppealPage|ExamsPage|ExamEditorPage|ExamStaffPage|PeoplePage|Table)-/;

let browser: Browser;

test.beforeAll(async () => {
  browser = await launch(cameraFile());
});

test.afterAll(async () => {
  await browser.close();
});

/** A new window that is signed in as `page` is, and has an empty cache. */
async function freshWindow(page: Page): Promise<Page> {
  const storageState = await page.context().storageState();
  return (await browser.newContext({ baseURL: serverUrl(), storageState })).newPage();
}

const paths = (answers: readonly WireAnswer[]) => answers.map(({ url }) => new URL(url).pathname);

function expectLight(page: string, answers: readonly WireAnswer[], budgetBytes: number): void {
  const bytes = bytesOf(answers);
  process.stdout.write(`${page}: ${bytes} bytes on the wire in ${answers.length} answers\n`);
  expect(bytes, listed(answers)).toBeLessThan(budgetBytes);
  // What is made of scripts and styles alone shows that the answers were counted at all.
  expect(bytes, listed(answers)).toBeGreaterThan(50_000);
  for (const { url, encoding, bytes: size } of answers.filter(({ url }) => /\.(js|css)$/.test(url))) {
    if (size > 2_000) expect(encoding, url).toBe("br");
  }
}

test("the sign-in page is light", async () => {
  const page = await (await browser.newContext({ baseURL: serverUrl() })).newPage();
  const wire = await listenToWire(page);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  const answers = await wire();
  expectLight("sign-in", answers, SIGN_IN_BYTES);
  await page.context().close();
});

test("the exam page is light, with its camera's worker, and loads nothing that only staff see", async () => {
  const admin = await signIn(browser, ADMIN);
  const student = await signIn(browser, await addStudent(admin, "Lena Light"));
  const address = await student.getByRole("link", { name: "Begin" }).first().getAttribute("href");
  const page = await freshWindow(student);
  const wire = await listenToWire(page);
  await page.goto(address ?? "");
  await takeSeat(page);
  await expect(page.getByTestId("connection")).toHaveAttribute("data-connection", "connected");
  await page.waitForLoadState("networkidle");
  const answers = await wire();
  expectLight("exam", answers, EXAM_BYTES);
  expect(paths(answers)).toContainEqual(expect.stringMatching(/\/assets\/captureWorker-/));
  expect(paths(answers).filter((path) => STAFFS_PARTS.test(path))).toEqual([]);
  await page.context().close();
});

test("pages of the staff load nothing of the exam page", async () => {
  const admin = await signIn(browser, ADMIN);
  for (const address of ["/live", "/sessions", "/exams", "/exams/new", "/people"]) {
    const page = await freshWindow(admin);
    const wire = await listenToWire(page);
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
    const answers = await wire();
    expect(
      paths(answers).filter((path) => STAFFS_PARTS.test(path)),
      address,
    ).not.toEqual([]);
    expect(
      paths(answers).filter((path) => STUDENTS_PARTS.test(path)),
      address,
    ).toEqual([]);
    await page.context().close();
  }
});
