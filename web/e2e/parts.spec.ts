import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, beginExam, cameraFile, launch, signIn } from "./browser";

let browser: Browser;
let student: Page;

test.beforeEach(async () => {
  browser = await launch(cameraFile());
  const admin = await signIn(browser, ADMIN);
  student = await signIn(browser, await addStudent(admin, "Paula Parts"));
});

test.afterEach(async () => {
  await browser.close();
});

const missing = (page: Page) => page.getByRole("heading", { name: "This page could not be loaded" });
const tryAgain = (page: Page) => page.getByRole("button", { name: "Try again" });

test("a page that cannot be loaded says so calmly, and comes when it is tried again", async () => {
  await student.route("**/assets/ExamPage-*.js", (route) => route.abort());
  await student.getByRole("link", { name: "Begin" }).first().click();
  await expect(missing(student)).toBeVisible();

  await test.step("without a network it stays, and says why", async () => {
    await student.context().setOffline(true);
    await tryAgain(student).click();
    await expect(student.getByRole("alert")).toContainText("cannot be reached");
    await expect(missing(student)).toBeVisible();
  });

  await test.step("the way back stays open", async () => {
    await student.context().setOffline(false);
    await student.getByRole("link", { name: "Start page" }).click();
    await expect(student.getByRole("heading", { name: "My exams" })).toBeVisible();
    await student.getByRole("link", { name: "Begin" }).first().click();
    await expect(missing(student)).toBeVisible();
  });

  await student.unroute("**/assets/ExamPage-*.js");
  await tryAgain(student).click();
  await expect(student.getByRole("checkbox")).toBeVisible();
});

test("a page of a version that the server has no more is told of in the same words", async () => {
  await student.route("**/assets/ExamPage-*.js", (route) => route.fulfill({ status: 404, body: "{}" }));
  await student.getByRole("link", { name: "Begin" }).first().click();
  await expect(missing(student)).toBeVisible();
});

test("an exam that has begun needs no further part, and one that cannot be loaded again has lost no answer", async () => {
  await beginExam(student);
  await student.route("**/assets/**", (route) => route.abort());
  await student.route("**/answers/**", (route) => route.abort());
  const answer = student.getByRole("textbox").first();
  await answer.fill("Written while nothing could be saved.");
  await expect(student.getByTestId("save-state")).toContainText("Safe on this computer");

  await test.step("the page is loaded again, and its part is missing", async () => {
    await student.unroute("**/assets/**");
    await student.route("**/assets/ExamPage-*.js", (route) => route.abort());
    student.on("dialog", (dialog) => void dialog.accept());
    await student.reload();
    await expect(missing(student)).toBeVisible();
  });

  await test.step("when it is there again, so is the answer", async () => {
    await student.unroute("**/assets/ExamPage-*.js");
    await student.unroute("**/answers/**");
    await tryAgain(student).click();
    await student.getByRole("button", { name: "Continue the exam" }).click();
    await expect(answer).toHaveValue("Written while nothing could be saved.");
    await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
  });

  await test.step("submitting needs no further part either; what comes after it may", async () => {
    await student.route("**/assets/**", (route) => route.abort());
    await student.getByRole("button", { name: "Submit", exact: true }).click();
    await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
    await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 30_000 });
    await student.getByRole("link", { name: "See what was recorded" }).click();
    await expect(missing(student)).toBeVisible();
    await student.unroute("**/assets/**");
    await tryAgain(student).click();
    await expect(missing(student)).toBeHidden();
    await expect(student).toHaveURL(/\/sessions\//);
  });
});
