// Unpacks the model weights from the pinned packages into OUTPUT_FOLDER and checks each by SHA-256.
// Usage: node prepare.mjs OUTPUT_FOLDER. Downloads (npm ci) only when a package file is missing; exits 1 with one line
// when a file is not the one that was pinned.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const packages = join(here, 'node_modules');
const faceMesh = join('@mediapipe', 'face_mesh');
const bundle = join(faceMesh, 'face_mesh_solution_packed_assets.data');
const bundleIndex = join(faceMesh, 'face_mesh_solution_packed_assets_loader.js');

/** Where each file comes from: a package file, or the name of an entry inside the packed bundle. */
const assets = [
  {
    name: 'face_detection_short_range.tflite',
    file: join('@mediapipe', 'face_detection', 'face_detection_short_range.tflite'),
    sha256: '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633',
  },
  {
    name: 'face_detection_full_range.tflite',
    file: join('@mediapipe', 'face_detection', 'face_detection_full_range.tflite'),
    sha256: '99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3',
  },
  {
    name: 'selfie_segmentation_landscape.tflite',
    file: join('@mediapipe', 'selfie_segmentation', 'selfie_segmentation_landscape.tflite'),
    sha256: '4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894',
  },
  {
    name: 'selfie_segmentation.tflite',
    file: join('@mediapipe', 'selfie_segmentation', 'selfie_segmentation.tflite'),
    sha256: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
  },
  {
    name: 'face_landmark.tflite',
    entry: 'face_landmark.tflite',
    sha256: 'c603fa6149219a3e9487dc9abd7a0c24474c77263273d24868378cdf40aa26d1',
  },
  {
    name: 'face_landmark_with_attention.tflite',
    entry: 'face_landmark_with_attention.tflite',
    sha256: '883b7411747bac657c30c462d305d312e9dec6adbf8b85e2f5d8d722fca9455d',
  },
  {
    name: 'face_geometry.binarypb',
    entry: 'geometry_pipeline_metadata_landmarks.binarypb',
    sha256: 'bdbcda96dfcb7da883da124aaa2c55dee49770d934f0fcc71747f8c21bdc75b4',
  },
  {
    name: 'nanodet.json',
    file: join('@vladmandic', 'human-models', 'models', 'nanodet.json'),
    sha256: '4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d',
  },
  {
    name: 'nanodet.bin',
    file: join('@vladmandic', 'human-models', 'models', 'nanodet.bin'),
    sha256: '5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9',
  },
];

function fail(line) {
  console.error(`models: ${line}`);
  process.exit(1);
}

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function install() {
  const needed = [bundle, bundleIndex, ...assets.flatMap((asset) => asset.file ?? [])];
  if (needed.every((file) => existsSync(join(packages, file)))) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: here, stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' };
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], options);
  if (run.error) fail(`npm could not be started (${run.error.message}). Install Node.js 20 or later with npm.`);
  if (run.status !== 0) fail(`npm ci failed in ${here} with exit code ${run.status}.`);
}

/** The bundle's loader script lists its entries as JSON: file name, first byte, byte after the last. */
function bundleEntry(name) {
  const script = readFileSync(join(packages, bundleIndex), 'utf8');
  const listed = /loadPackage\((\{.*?\})\)/s.exec(script);
  if (!listed) fail(`${bundleIndex} lists no entries.`);
  const entry = JSON.parse(listed[1]).files.find((file) => file.filename.endsWith(`/${name}`));
  if (!entry) fail(`${bundleIndex} does not list ${name}.`);
  return readFileSync(join(packages, bundle)).subarray(entry.start, entry.end);
}

const output = process.argv[2];
if (!output) fail('usage: node prepare.mjs OUTPUT_FOLDER');
const target = (asset) => join(output, asset.name);
if (assets.every((asset) => existsSync(target(asset)) && sha256(readFileSync(target(asset))) === asset.sha256)) {
  process.exit(0);
}
install();
mkdirSync(output, { recursive: true });
for (const asset of assets) {
  const bytes = asset.file ? readFileSync(join(packages, asset.file)) : bundleEntry(asset.entry);
  const found = sha256(bytes);
  if (found !== asset.sha256) {
    fail(`${asset.name} has SHA-256 ${found}, expected ${asset.sha256}. Remove ${join(here, 'node_modules')} and build again.`);
  }
  writeFileSync(target(asset), bytes);
}
