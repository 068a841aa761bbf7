import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn, startExam } from "./browser";

/** What happens in one window is known in every other one within this time. */
const KNOWN_MILLIS = 2000;

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

const firstText = (page: Page) => page.getByRole("textbox").first();
const isSubmitted = (page: Page) => page.getByRole("heading", { name: "Your exam is submitted" });

/** Another page of the same student, at the camera check of the running exam. */
async function openAgain(page: Page, running: Page): Promise<Page> {
  await page.goto(new URL(running.url()).pathname);
  await expect(page.getByRole("heading", { name: "Camera check" })).toBeVisible();
  return page;
}

test("one window rules: the other is locked at once, goes on when asked to, and hears of the end", async () => {
  const account = await addStudent(await signIn(desk, ADMIN), "Wanda Windows");
  const first = await signIn(room, account);
  await startExam(first);
  await firstText(first).fill("Begun in one window.");

  const second = await openAgain(await first.context().newPage(), first);
  const asked = second.waitForResponse((response) => response.url().endsWith("/window"));
  await second.getByRole("button", { name: "Continue the exam" }).click();
  expect((await asked).status()).toBe(200);
  await expect(first.getByTestId("locked")).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(first.getByTestId("locked")).toContainText("You went on in another window");
  await expect(firstText(first)).not.toBeEditable();
  await expect(first.getByRole("radio").first()).toBeDisabled();
  await expect(first.getByRole("button", { name: "Submit", exact: true })).toBeHidden();
  // Its clock goes on: what it shows becomes less.
  const leftAtFirst = () => first.getByRole("timer").innerText();
  const before = await leftAtFirst();
  await expect.poll(leftAtFirst).not.toBe(before);
  await expect(first.getByText("All answers saved")).toBeHidden();

  await expect(firstText(second)).toHaveValue("Begun in one window.");
  await firstText(second).fill("Begun in one window, ended in another.");
  await expect(second.getByTestId("save-state")).toHaveText("All answers saved");
  await expect(second.getByTestId("connection")).toHaveAttribute("data-connection", "connected");

  await first.getByRole("button", { name: "Continue here" }).click();
  await expect(first.getByTestId("locked")).toBeHidden();
  await expect(second.getByTestId("locked")).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(firstText(first)).toHaveValue("Begun in one window, ended in another.");
  await expect(firstText(first)).toBeEditable();
  await expect(first.getByTestId("connection")).toHaveAttribute("data-connection", "connected");
  await expect(first.getByTestId("presence")).toHaveAttribute("data-presence", "present");

  // A third one has no camera, and does not get beyond the check of it.
  const library = await openAgain(await signIn(desk, account), first);
  await first.getByRole("button", { name: "Submit", exact: true }).click();
  const submitted = first.waitForResponse((response) => response.url().endsWith("/api/exam/submit"));
  await first.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
  await submitted;
  await expect(isSubmitted(second)).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(isSubmitted(library)).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(isSubmitted(first)).toBeVisible({ timeout: 30_000 });
  await expect(first.getByTestId("not-saved")).toBeHidden();
  for (const page of [first, library]) await page.context().close();
});

test("a page without camera and network says so, and shows what was not saved when the exam has ended", async () => {
  const account = await addStudent(await signIn(desk, ADMIN), "Nell Nothing");
  const student = await signIn(room, account);
  await student.addInitScript(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    let isGone = false;
    media.getUserMedia = async (constraints) => {
      if (isGone) throw new DOMException("No camera", "NotFoundError");
      const stream = await real(constraints);
      Object.assign(globalThis, {
        unplug: () => {
          isGone = true;
          stream.getTracks().forEach((track) => {
            track.stop();
            track.dispatchEvent(new Event("ended"));
          });
        },
      });
      return stream;
    };
  });
  const sessionId = await startExam(student);
  await firstText(student).fill("Saved.");
  await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
  await student.evaluate("unplug()");
  await expect(student.getByText("The camera was disconnected")).toBeVisible();

  await student.context().setOffline(true);
  await expect(student.getByTestId("server-silent")).toContainText("The server has not been heard from");
  await expect(student.getByText("Connected", { exact: true })).toBeHidden();
  await student.context().setOffline(false);
  await expect(student.getByTestId("server-silent")).toBeHidden({ timeout: 20_000 });

  await student.route("**/answers/**", (route) => route.abort());
  await firstText(student).fill("Saved. And a sentence too late.");
  await expect(student.getByTestId("save-state")).toContainText("Not saved yet");
  const cookies = await student.context().cookies();
  const submit = await student.request.post("/api/exam/submit", {
    data: { session_id: sessionId, reason: "student" },
    headers: { "X-XSRF-TOKEN": cookies.find(({ name }) => name === "XSRF-TOKEN")?.value ?? "" },
  });
  expect(submit.status()).toBe(200);
  await expect(isSubmitted(student)).toBeVisible({ timeout: KNOWN_MILLIS });
  await expect(student.getByText("All answers saved")).toBeHidden();
  const missing = student.getByTestId("not-saved");
  await expect(missing.getByRole("textbox")).toHaveValue("Saved. And a sentence too late.");
  await expect(missing.getByRole("button", { name: "Copy the text of question" })).toBeVisible();
  await student.reload();
  await expect(missing.getByRole("textbox")).toHaveValue("Saved. And a sentence too late.");
  await student.context().close();
});
