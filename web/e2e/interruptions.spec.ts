import { expect, test, type Browser } from "@playwright/test";
import { ADMIN, addStudent, beginExam, cameraFile, launch, signIn, startExam } from "./browser";

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

test("answers typed without a network survive a reload and are saved when it is back", async () => {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(proctor, "Nora Network"));
  await startExam(student);
  await student.route("**/answers/**", (route) => route.abort());
  await student.getByRole("textbox").first().fill("Typed while offline.");
  await expect(student.getByTestId("save-state")).toContainText("Not saved yet");

  await student.unroute("**/answers/**");
  student.on("dialog", (dialog) => void dialog.accept());
  await expect(student.getByText("Not saved yet", { exact: true })).toBeVisible();
  await expect(student.getByText("Saving…")).toBeHidden();
  await student.setViewportSize({ width: 1280, height: 720 });
  await student.reload();
  const goOn = student.getByRole("button", { name: "Continue the exam" });
  await expect(goOn).toBeEnabled();
  await expect(goOn).toBeInViewport({ ratio: 1 });
  await goOn.click();
  await expect(student.getByRole("textbox").first()).toHaveValue("Typed while offline.");
  await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
});

test("a camera that goes away is explained, comes back by itself, and answers stay", async () => {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(proctor, "Uma Unplugged"));
  await student.addInitScript(() => {
    const media = navigator.mediaDevices;
    const real = media.getUserMedia.bind(media);
    let gone = false;
    media.getUserMedia = async (constraints) => {
      if (gone) throw new DOMException("No camera", "NotFoundError");
      const stream = await real(constraints);
      Object.assign(globalThis, {
        unplug: () => {
          gone = true;
          stream.getTracks().forEach((track) => {
            track.stop();
            track.dispatchEvent(new Event("ended"));
          });
        },
        plugIn: () => {
          gone = false;
          media.dispatchEvent(new Event("devicechange"));
        },
      });
      return stream;
    };
  });
  await startExam(student);
  await student.getByRole("textbox").first().fill("Before the camera went.");
  await student.evaluate("unplug()");
  await expect(student.getByText("The camera was disconnected")).toBeVisible();
  await expect(student.getByRole("textbox").first()).toHaveValue("Before the camera went.");
  await student.evaluate("plugIn()");
  await expect(student.getByText("The camera was disconnected")).toBeHidden();
  await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "present");
});

test("a refused camera says what to do and does not start the exam", async () => {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(desk, await addStudent(proctor, "Dana Denied"));
  await student.goto("/");
  await student.getByRole("link", { name: "Begin" }).first().click();
  await student.getByRole("checkbox").check();
  await student.getByRole("button", { name: "Continue to the camera check" }).click();
  await expect(student.getByRole("alert")).toContainText(/may not use your camera|No camera was found/);
  await expect(student.getByRole("button", { name: "Start the exam" })).toBeDisabled();
});

test("a browser without track processing sends frames too", async () => {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(proctor, "Fay Fallback"));
  await student.addInitScript(() => {
    Reflect.deleteProperty(globalThis, "MediaStreamTrackProcessor");
  });
  await startExam(student);
  await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "present");
});

test("a page whose recording part cannot be loaded says so, and the exam is submitted all the same", async () => {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(proctor, "Wim Workerless"));
  await student.context().route("**/captureWorker*", (route) => route.abort());
  await beginExam(student);
  await expect(student.getByText("The browser has stopped recording")).toBeVisible();
  await student.getByRole("button", { name: "Submit", exact: true }).click();
  await student.getByRole("dialog").getByRole("button", { name: "Submit now" }).click();
  await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible();
});
