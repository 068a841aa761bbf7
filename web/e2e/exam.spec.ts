import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test, type Browser, type Page } from "@playwright/test";
import { ADMIN, addStudent, cameraFile, dataDir, launch, signIn, startExam } from "./browser";
import { EMPTY_SECONDS, FACE_SECONDS } from "./camera";

const run = promisify(execFile);
/** What happens to a student is on the dashboard within this time. */
const LIVE_MILLIS = 2000;
/** For so long somebody who looks at the screen must be beyond suspicion. */
const ATTENTIVE_MILLIS = 20_000;

interface Detail {
  status: string;
  cheat_score: number | null;
  incidents: { behavior: string; started_at: string }[];
  clips: {
    storage_path: string;
    sha256: string;
    recorded_at: string;
    duration_ms: number;
    file_size_bytes: number;
    check: { state: string; compared_seconds: number; differing_seconds: number } | null;
  }[];
  answers: unknown[];
}

/** Of ten frames. */
interface Score {
  at: string;
  focus_score_min: number;
}

let room: Browser;
let desk: Browser;

test.beforeEach(async () => {
  room = await launch(cameraFile());
  desk = await launch();
});

test.afterEach(async () => {
  await room.close();
  await desk.close();
});

for (const round of ["once", "and once more on the same server"]) {
  test(`a student sits the exam, leaves, comes back and submits; a proctor sees all of it live, ${round}`, sitAndWatch);
}

async function sitAndWatch(): Promise<void> {
  const proctor = await signIn(desk, ADMIN);
  const student = await signIn(room, await addStudent(proctor, "Sara Sitting"));
  await proctor.goto("/live");
  await expect(proctor.getByTestId("live-connection")).toHaveAttribute("data-connection", "connected");

  const sessionId = await startExam(student);
  const row = proctor.locator(`[data-session="${sessionId}"]`);
  await expect(row).toBeVisible({ timeout: LIVE_MILLIS });

  await test.step("answers are saved", async () => {
    await student.getByRole("radio").first().check();
    await student.getByRole("checkbox").first().check();
    await student.getByRole("textbox").first().fill("An answer in my own words.");
    await expect(student.getByTestId("save-state")).toHaveText("All answers saved");
  });

  await test.step("attentive for 20 seconds: no incident, and the score stays above 70", async () => {
    await expect(student.getByTestId("focus-score")).toHaveText(/^(7[1-9]|[89]\d|100)$/);
    await expect(row.getByTestId("open-incidents")).toHaveText("none");
    // By the server's own times: a machine that is busy may look late, when the room is empty already.
    let scores: Score[] = [];
    const untilMillis = () => Date.parse(scores[0]?.at ?? "") + ATTENTIVE_MILLIS;
    await expect
      .poll(
        async () => {
          scores = await listScores(proctor, sessionId);
          return Date.parse(scores.at(-1)?.at ?? "") >= untilMillis();
        },
        { timeout: FACE_SECONDS * 1000 },
      )
      .toBe(true);
    const attentive = scores.filter(({ at }) => Date.parse(at) < untilMillis());
    expect(attentive.length, "one row for ten frames, and more than ten").toBeGreaterThan(10);
    expect(Math.min(...attentive.map(({ focus_score_min }) => focus_score_min))).toBeGreaterThan(70);
    const { incidents } = await detail(proctor, sessionId);
    expect(incidents.filter(({ started_at }) => Date.parse(started_at) < untilMillis())).toEqual([]);
  });

  await test.step("an empty room: the score falls and the incident opens, on both screens", async () => {
    const uploaded = student.waitForResponse((response) => response.url().endsWith("/api/exam/upload-video"), {
      timeout: (FACE_SECONDS + EMPTY_SECONDS) * 1000,
    });
    await expect(student.getByTestId("presence")).toHaveAttribute("data-presence", "absent", {
      timeout: FACE_SECONDS * 1000,
    });
    await expect(row.getByTestId("presence")).toHaveAttribute("data-presence", "absent", { timeout: LIVE_MILLIS });
    await expect(student.locator("[aria-live=polite] p").first()).toBeVisible({ timeout: EMPTY_SECONDS * 1000 });
    await expect(row.getByTestId("open-incidents")).not.toHaveText("none", { timeout: LIVE_MILLIS });
    await expect
      .poll(async () => Number(await student.getByTestId("focus-score").innerText()), {
        timeout: EMPTY_SECONDS * 1000,
      })
      .toBeLessThan(50);

    await row.getByRole("link").click();
    await expect(proctor.getByTestId("incident").first()).toBeVisible();
    expect((await uploaded).status()).toBe(201);
    await expect(proctor.getByTestId("session-clips")).not.toHaveText("0", { timeout: LIVE_MILLIS });
  });

  await test.step("the proctor plays the clip from the incident, and seeks", async () => {
    await proctor.getByTestId("incident").first().click();
    const video = proctor.getByTestId("clip-video");
    const state = () =>
      video.evaluate((element: HTMLVideoElement) => ({
        seconds: element.currentTime,
        duration: element.duration,
        failed: element.error?.message ?? null,
      }));
    await expect.poll(async () => (await state()).seconds).toBeGreaterThan(1);
    expect((await state()).failed).toBeNull();
    expect(Math.abs((await state()).duration - 10)).toBeLessThanOrEqual(1);
    await video.evaluate(async (element: HTMLVideoElement) => {
      const seeked = new Promise((resolve) => {
        element.addEventListener("seeked", resolve, { once: true });
      });
      element.currentTime = 8;
      await seeked;
    });
    expect((await state()).seconds).toBeGreaterThanOrEqual(8);
  });

  await test.step("the stored clip is ten seconds of VP9 or VP8 from before the incident on, at its path, unchanged", async () => {
    const { incidents, clips } = await detail(proctor, sessionId);
    const [clip] = clips;
    if (clip === undefined) throw new Error("No clip is stored.");
    const began = Math.min(...incidents.map(({ started_at }) => Date.parse(started_at)));
    expect(began - Date.parse(clip.recorded_at)).toBeGreaterThan(3_000);
    expect(began - Date.parse(clip.recorded_at)).toBeLessThan(7_000);
    expect(clip.storage_path).toMatch(new RegExp(`^exam-recordings/[0-9a-f-]{36}/${sessionId}/[^/]+\\.webm$`));
    const file = await findStored(clip.storage_path);
    const bytes = await readFile(file);
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(clip.sha256);
    expect(bytes.length).toBe(clip.file_size_bytes);
    const video = await probe(file);
    expect(["vp9", "vp8"]).toContain(video.codec);
    expect(Math.abs(video.seconds - 10)).toBeLessThanOrEqual(1);
  });

  await test.step("every clip shows what was analysed at its time, and is found to", async () => {
    const checks = async () => (await detail(proctor, sessionId)).clips.map(({ check }) => check?.state);
    await expect.poll(async () => new Set(await checks()), { timeout: 60_000 }).toEqual(new Set(["verified"]));
    const compared = (await detail(proctor, sessionId)).clips.flatMap(({ check }) => check ?? []);
    expect(Math.min(...compared.map(({ compared_seconds: seconds }) => seconds))).toBeGreaterThanOrEqual(5);
    expect(Math.max(...compared.map(({ differing_seconds: seconds }) => seconds))).toBe(0);
  });

  await test.step("the student submits, and the final score is stored", async () => {
    await student.getByRole("button", { name: "Submit", exact: true }).click();
    const dialog = student.getByRole("dialog");
    await expect(dialog).toContainText("no answer yet");
    await dialog.getByRole("button", { name: "Submit now" }).click();
    await expect(student.getByRole("heading", { name: "Your exam is submitted" })).toBeVisible({ timeout: 30_000 });
    await expect(proctor.getByText("Submitted", { exact: true })).toBeVisible({ timeout: LIVE_MILLIS });

    const stored = await detail(proctor, sessionId);
    expect(stored.status).toBe("submitted");
    expect(stored.answers).toHaveLength(3);
    expect(stored.cheat_score).toBeGreaterThan(0);
    await expect(proctor.getByTestId("session-cheat-score")).toHaveText((stored.cheat_score ?? -1).toFixed(1));
  });

  await test.step("the student sees the same evidence, and nobody else's", async () => {
    await student.getByRole("link", { name: "See what was recorded" }).click();
    await expect(student.getByTestId("clip-video")).toBeVisible();
    const other = await signIn(desk, await addStudent(proctor, "Otto Other"));
    expect((await other.request.get(`/api/sessions/${sessionId}`)).status()).toBe(404);
    await other.goto(`/sessions/${sessionId}`);
    await expect(other.getByRole("heading", { name: "This does not exist, or is not yours to see" })).toBeVisible();
    await other.context().close();
  });
}

async function detail(page: Page, sessionId: string): Promise<Detail> {
  const response = await page.request.get(`/api/sessions/${sessionId}`);
  expect(response.status()).toBe(200);
  return (await response.json()) as Detail;
}

async function listScores(page: Page, sessionId: string): Promise<Score[]> {
  const response = await page.request.get(`/api/sessions/${sessionId}/scores`);
  expect(response.status()).toBe(200);
  return ((await response.json()) as { points: Score[] }).points;
}

async function findStored(storagePath: string): Promise<string> {
  const all = await readdir(dataDir(), { recursive: true });
  const found = all.filter((file) => file.endsWith(storagePath));
  expect(found).toHaveLength(1);
  return path.join(dataDir(), found[0] ?? "");
}

async function probe(file: string): Promise<{ codec: string; seconds: number }> {
  const { stdout } = await run("ffprobe", [
    ...["-v", "error", "-select_streams", "v:0"],
    ...["-show_entries", "format=duration:stream=codec_name", "-of", "json", file],
  ]);
  const { streams, format } = JSON.parse(stdout) as { streams: { codec_name: string }[]; format: { duration: string } };
  return { codec: streams[0]?.codec_name ?? "none", seconds: Number(format.duration) };
}
