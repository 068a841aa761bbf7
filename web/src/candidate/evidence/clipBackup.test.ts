import { IDBFactory } from "fake-indexeddb";
import { expect, it } from "vitest";
import type { RecordedClip } from "../capture/messages";
import { indexedClipBackup } from "./clipBackup";
import { ClipUploader } from "./clipUploader";

const clip = (clipId: string, recordedAtMillis = 0): RecordedClip => ({
  clipId,
  behavior: "absent",
  recordedAtMillis,
  durationMillis: 10_000,
  sha256: "ab".repeat(32),
  file: new Uint8Array([1, 2, 3]).buffer,
});

it("gives a reloaded page its clips, oldest first, and forgets those that have arrived", async () => {
  const browser = new IDBFactory();
  const before = indexedClipBackup("mine", browser);
  await before.put(clip("b", 2));
  await before.put(clip("a", 1));
  await before.put(clip("c", 3));
  await before.remove("c");

  const after = await indexedClipBackup("mine", browser).read();
  expect(after.map(({ clipId }) => clipId)).toEqual(["a", "b"]);
  expect([...new Uint8Array(after[0]?.file ?? new ArrayBuffer(0))]).toEqual([1, 2, 3]);
});

it("keeps nobody else's clips on a shared computer", async () => {
  const browser = new IDBFactory();
  await indexedClipBackup("other", browser).put(clip("x"));
  expect(await indexedClipBackup("mine", browser).read()).toEqual([]);
  expect(await indexedClipBackup("other", browser).read()).toEqual([]);
});

it("does without where the browser forbids it", async () => {
  const forbidden = {
    open() {
      throw new DOMException("No.", "SecurityError");
    },
  } as unknown as IDBFactory;
  const backup = indexedClipBackup("mine", forbidden);
  await backup.put(clip("a"));
  expect(await backup.read()).toEqual([]);
});

it("sends after a reload what a lost server did not get before it, and then keeps nothing", async () => {
  const browser = new IDBFactory();
  const never = new ClipUploader(() => new Promise(() => undefined), 1000, 10_000, indexedClipBackup("mine", browser));
  never.add(clip("a", 1));
  never.add(clip("b", 2));
  await expect.poll(async () => (await indexedClipBackup("mine", browser).read()).length).toBe(2);

  const sent: string[] = [];
  const reloaded = new ClipUploader(
    ({ clipId }) => Promise.resolve(sent.push(clipId)),
    1000,
    10_000,
    indexedClipBackup("mine", browser),
  );
  await reloaded.restore();
  await reloaded.drained();
  expect(sent).toEqual(["a", "b"]);
  await expect.poll(async () => (await indexedClipBackup("mine", browser).read()).length).toBe(0);
});
