import { chromium, expect, type Browser, type Page } from "@playwright/test";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The accounts that `--demo` makes. */
export const ADMIN = {
  username: process.env.E2E_ADMIN ?? "admin",
  password: process.env.E2E_ADMIN_PASSWORD ?? "invigil-admin",
};

export interface Account {
  readonly username: string;
  readonly password: string;
}

/** A browser of its own; with `camera`, one that has a camera which shows that file and may be used without asking. */
export function launch(camera?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.E2E_CHROMIUM ?? "/usr/bin/chromium",
    args:
      camera === undefined
        ? QUIET
        : [
            ...QUIET,
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            `--use-file-for-fake-video-capture=${camera}`,
          ],
  });
}

export function cameraFile(): string {
  return required("E2E_CAMERA");
}

export function dataDir(): string {
  return required("INVIGIL_DATA");
}

export function serverUrl(): string {
  return required("INVIGIL_URL");
}

/** A page in a new window of `browser`, signed in; the test fails if the page throws. */
export async function signIn(browser: Browser, account: Account, baseURL = serverUrl()): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto("/");
  await page.getByLabel("Username").fill(account.username);
  await page.getByRole("textbox", { name: "Password" }).fill(account.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: "Sign out" })).toBeVisible();
  return page;
}

/** Makes a student's account on the people page, as an admin does; no two runs share one. */
export async function addStudent(admin: Page, displayName: string): Promise<Account> {
  const username = `student-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
  await admin.goto("/people");
  await admin.getByRole("button", { name: "Add people" }).click();
  const dialog = admin.getByRole("dialog");
  await dialog.getByLabel("Username").fill(username);
  await dialog.getByLabel("Full name").fill(displayName);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  const password = await dialog.getByTestId("password").innerText();
  return { username, password };
}

/** From the exam list to the running questions and a camera that is watched; returns the session's id. */
export async function startExam(student: Page): Promise<string> {
  const sessionId = await beginExam(student);
  await expect(student.getByTestId("connection")).toHaveAttribute("data-connection", "connected");
  return sessionId;
}

/** On a device that is asked whether the exam shall go on here, by keyboard alone. */
export async function moveHere(student: Page): Promise<void> {
  const dialog = student.getByRole("dialog", { name: "Continue the exam on this device?" });
  await expect(dialog.getByRole("radio").first()).toBeFocused();
  await student.keyboard.press("Space");
  await student.keyboard.press("Tab");
  await student.keyboard.press("Tab");
  await student.keyboard.press("Enter");
  await expect(dialog).toBeHidden();
}

/** From the exam list to the running questions; returns the session's id. */
export async function beginExam(student: Page): Promise<string> {
  await student.goto("/");
  await student.getByRole("link", { name: "Begin" }).first().click();
  return takeSeat(student);
}

/** On the page of an exam, from the consent to the running questions; returns the session's id. */
export async function takeSeat(student: Page): Promise<string> {
  await student.getByRole("checkbox").check();
  await student.getByRole("button", { name: "Continue to the camera check" }).click();
  await expect(student.getByText("The camera works and the light is good.")).toBeVisible();
  const started = student.waitForResponse((response) => response.url().endsWith("/api/exam/start"));
  await student.getByRole("button", { name: /^(Start the exam|Go on to be let in)$/ }).click();
  const { session_id } = (await (await started).json()) as { session_id: string };
  return session_id;
}

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}
