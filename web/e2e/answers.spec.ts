import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, moveHere, signIn, startExam } from "./browser";

let laptop: Browser;
let phone: Browser;

test.beforeAll(async () => {
  laptop = await launch(cameraFile());
  phone = await launch(cameraFile());
});

test.afterAll(async () => {
  await laptop.close();
  await phone.close();
});

const textbox = (page: Page) => page.getByRole("textbox").first();
const saveState = (page: Page) => page.getByTestId("save-state");
const conflict = (page: Page) => page.getByTestId("conflict");

/** What the server has of the question that has a text. */
async function storedText(page: Page, sessionId: string): Promise<string | undefined> {
  const response = await page.request.get(`/api/exam/sessions/${sessionId}`);
  const { answers } = (await response.json()) as { answers: { value: { text?: string } }[] };
  return answers.find(({ value }) => value.text !== undefined)?.value.text;
}

test("a text from the laptop and one from the phone are both kept, across a reload, until the student has chosen", async () => {
  const admin = await signIn(phone, ADMIN);
  const account = await addStudent(admin, "Tina Twofold");
  const atLaptop = await signIn(laptop, account);
  const sessionId = await startExam(atLaptop);
  await textbox(atLaptop).fill("First words.");
  await expect(saveState(atLaptop)).toHaveText("All answers saved");
  await atLaptop.route("**/answers/**", (route) => route.abort());
  await textbox(atLaptop).fill("Written on the laptop, without a network.");
  await expect(saveState(atLaptop)).toContainText("Not saved yet");

  const atPhone = await signIn(phone, account);
  await atPhone.goto(new URL(atLaptop.url()).pathname);
  await atPhone.getByRole("button", { name: "Continue the exam" }).click();
  await expect(atPhone.getByRole("dialog")).toContainText("open on another device (Chrome on Linux) since");
  await expect(textbox(atLaptop), "nothing moves before the student has said so").toBeEditable();
  await moveHere(atPhone);
  await expect(atLaptop.getByTestId("locked")).toContainText("Your exam goes on on another device");
  await expect(textbox(atLaptop)).toHaveValue("Written on the laptop, without a network.");
  await expect(textbox(atPhone)).toHaveValue("First words.");
  await textbox(atPhone).fill("Written on the phone.");
  await expect(saveState(atPhone)).toHaveText("All answers saved");

  await atLaptop.unroute("**/answers/**");
  atLaptop.on("dialog", (dialog) => void dialog.accept());
  for (const time of ["once", "and once more"]) {
    await test.step(`the laptop is loaded again, ${time}: both texts are there, and nothing is sent`, async () => {
      await atLaptop.reload();
      await atLaptop.getByRole("button", { name: "Continue the exam" }).click();
      if (time === "once") await moveHere(atLaptop);
      await expect(conflict(atLaptop)).toContainText("Written on the phone.");
      await expect(textbox(atLaptop)).toHaveValue("Written on the laptop, without a network.");
      await expect(saveState(atLaptop)).toContainText("Not saved yet");
      expect(await storedText(atPhone, sessionId)).toBe("Written on the phone.");
    });
  }

  await conflict(atLaptop).getByRole("button", { name: "Keep both, one under the other" }).click();
  const both = "Written on the laptop, without a network.\n\nWritten on the phone.";
  await expect(textbox(atLaptop)).toHaveValue(both);
  await expect(conflict(atLaptop)).toBeHidden();
  await expect(saveState(atLaptop)).toHaveText("All answers saved");
  expect(await storedText(atPhone, sessionId)).toBe(both);
  expect(await atLaptop.evaluate(() => localStorage.length)).toBe(0);

  await admin.goto(`/sessions/${sessionId}`);
  const hints = admin.getByTestId("hints");
  await expect(hints).toContainText("Went on on another device (to and fro within minutes)");
  await expect(hints).toContainText("Device 2: Chrome on Linux");
});

test("a text that is too long is not cut, says that it is not saved, and is saved when it is shorter", async () => {
  const admin = await signIn(phone, ADMIN);
  const student = await signIn(laptop, await addStudent(admin, "Lara Long"));
  const sessionId = await startExam(student);
  await textbox(student).focus();
  await student.keyboard.insertText("x".repeat(100_003));
  await expect(textbox(student)).toHaveValue("x".repeat(100_003));
  await expect(student.getByTestId("text-length")).toContainText("3 characters too long");
  await expect(saveState(student)).toContainText("Not saved yet");
  expect(await storedText(student, sessionId)).toBeUndefined();

  for (let n = 0; n < 3; n += 1) await student.keyboard.press("Backspace");
  await expect(student.getByTestId("text-length")).toHaveText("100,000 of 100,000 characters");
  await expect(saveState(student)).toHaveText("All answers saved");
  expect(await storedText(student, sessionId)).toBe("x".repeat(100_000));
});
