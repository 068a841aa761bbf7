import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, serverUrl, signIn, startExam } from "./browser";
import { layLine, type Line } from "./deadLine";

/** 4 s of silence, a look twice a second, the server's tick; and a machine that runs the server and two browsers. */
const SAID_MILLIS = 8_000;
/** The dead socket is given up after 8 s. */
const BACK_MILLIS = 20_000;

let room: Browser;
let desk: Browser;
let studentsLine: Line;
let proctorsLine: Line;

test.beforeAll(async () => {
  room = await launch(cameraFile());
  desk = await launch();
  studentsLine = await layLine(serverUrl());
  proctorsLine = await layLine(serverUrl());
});

test.afterAll(async () => {
  await room.close();
  await desk.close();
  await studentsLine.close();
  await proctorsLine.close();
});

/** The student's line dies and comes back: both sides say so, and neither shows what was true before as the present. */
async function dieAndComeBack(student: Page, proctor: Page, sessionId: string): Promise<void> {
  const row = proctor.locator(`[data-session="${sessionId}"]`);
  await expect(row).toHaveAttribute("data-silent", "false");

  studentsLine.die();
  await expect(student.getByTestId("connection")).toContainText(/Not heard from the server for \d+ s/, {
    timeout: SAID_MILLIS,
  });
  await expect(row.getByTestId("presence")).toContainText(/Not heard from for \d+ s/, { timeout: SAID_MILLIS });
  await expect(row.getByTestId("focus-score")).toContainText("–");
  await expect(student.getByTestId("focus-score")).toHaveText("–");
  await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "none");

  studentsLine.live();
  await expect(student.getByTestId("connection")).toHaveAttribute("data-connection", "connected", {
    timeout: BACK_MILLIS,
  });
  await expect(row).toHaveAttribute("data-silent", "false", { timeout: BACK_MILLIS });
}

test("a line that dies without a word is seen to be dead on both sides, and comes back by itself", async () => {
  const proctor = await signIn(desk, ADMIN, proctorsLine.url);
  const student = await signIn(room, await addStudent(proctor, "Lina Line"), studentsLine.url);
  await student.addInitScript(() => {
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    let gone = false;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      if (gone) throw new DOMException("Not allowed", "NotAllowedError");
      const stream = await real(constraints);
      Object.assign(globalThis, {
        refuseCamera: () => {
          gone = true;
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
  await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "present");
  await proctor.goto("/live");

  await test.step("while frames are sent", () => dieAndComeBack(student, proctor, sessionId));

  await test.step("while the camera is refused", async () => {
    await student.evaluate("refuseCamera()");
    await expect(student.getByTestId("presence")).toContainText("The camera is off");
    await dieAndComeBack(student, proctor, sessionId);
  });

  await test.step("on the proctor's side", async () => {
    proctorsLine.die();
    await expect(proctor.getByTestId("live-old")).toContainText(
      /Not heard from the server for \d+ s: what you see is from/,
      { timeout: SAID_MILLIS },
    );
    await expect(proctor.getByTestId("live-connection")).not.toContainText("Live");
    await expect(proctor.getByTestId("live-rows")).toHaveAttribute("data-old", "true");
    proctorsLine.live();
    await expect(proctor.getByTestId("live-connection")).toHaveText("Live", { timeout: BACK_MILLIS });
    await expect(proctor.getByTestId("live-rows")).toHaveAttribute("data-old", "false");
  });
});
