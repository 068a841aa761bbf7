import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { ADMIN, addStudent, launch, signIn } from "./browser";

const STAFF_PAGES = ["/live", "/sessions", "/exams", "/exams/new", "/people"];
const WINDOWS = [
  { width: 1280, height: 900, colorScheme: "light" },
  { width: 390, height: 844, colorScheme: "dark" },
] as const;

/** Nothing that axe finds, and no sideways scrolling. */
async function expectWellMade(page: Page, address: string): Promise<void> {
  for (const { width, height, colorScheme } of WINDOWS) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
      `${address} at ${width} px, ${colorScheme}`,
    ).toEqual([]);
    const overflowPx = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflowPx, `${address} at ${width} px scrolls sideways`).toBeLessThanOrEqual(0);
  }
}

test("every page passes the accessibility checks in both themes, wide and narrow", async () => {
  const browser = await launch();
  const admin = await signIn(browser, ADMIN);
  const student = await signIn(browser, await addStudent(admin, "Alex Access"));
  for (const address of STAFF_PAGES) await expectWellMade(admin, address);
  for (const address of ["/", "/sessions"]) await expectWellMade(student, address);
  await student.context().clearCookies();
  await expectWellMade(student, "/");
  await browser.close();
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
  await expect(admin.getByRole("alert").filter({ hasText: "no_such_threshold" }).first()).toBeVisible();

  await admin.getByLabel("Thresholds that differ from the default").fill("{}");
  await admin.getByRole("button", { name: "Save" }).click();
  await admin.getByRole("link", { name: title }).click();
  await expect(admin.getByLabel("Question", { exact: true })).toHaveCount(3);
  await admin.getByRole("button", { name: "Delete this exam" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(admin.getByRole("heading", { name: "Exams" })).toBeVisible();
  await expect(admin.getByRole("link", { name: title })).toBeHidden();
  await browser.close();
});
