import { expect, test, type Browser } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, launch, signIn, startExam } from "./browser";
import { measureTyping, watchCapture } from "./typing";

/** Real measurements (`npm run measure:typing`) say how long, in seconds; with the tests it only has to work. */
const SECONDS = Number(process.env.MEASURE_SECONDS ?? "3");
const ROUNDS = Number(process.env.MEASURE_ROUNDS ?? "1");
/** Until the server has compiled itself, and asks for the full rate. */
const WARM_UP_SECONDS = Number(process.env.MEASURE_WARM_UP_SECONDS ?? "0");

// A trace copies the whole page with each key, which costs more than the key.
test.use({ trace: "off" });

let desk: Browser;
let room: Browser;

test.beforeAll(async () => {
  desk = await launch();
  room = await launch(cameraFile());
});

test.afterAll(async () => {
  await desk.close();
  await room.close();
});

test("typing beside the camera is measured", async () => {
  test.setTimeout(60_000 + (ROUNDS * SECONDS + WARM_UP_SECONDS) * 2_000);
  const admin = await signIn(desk, ADMIN);
  const account = await addStudent(admin, "Tara Typist");
  await admin.context().close();
  const student = await signIn(room, account);
  await watchCapture(student);
  await startExam(student);
  if (WARM_UP_SECONDS > 0) await measureTyping(student, WARM_UP_SECONDS);
  for (let round = 0; round < ROUNDS; round += 1) {
    const figures = await measureTyping(student, SECONDS);
    process.stdout.write(`${JSON.stringify(figures)}\n`);
    for (const [name, value] of Object.entries(figures)) expect(value, name).toBeGreaterThan(0);
    expect(figures.key_p50_ms).toBeLessThanOrEqual(figures.key_p95_ms);
  }
  // What was measured is typing: it stands in the answer.
  await expect(student.getByRole("textbox").first()).toHaveValue(/The quick brown fox/);
});
