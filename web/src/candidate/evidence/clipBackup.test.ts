import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, it, vi } from "vitest";
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

beforeEach(() => {
  vi.stubGlobal("indexedDB", new IDBFactory());
});

it("gives a reloaded page its clips, oldest first, and forgets those that have arrived", async () => {
  const before = indexedClipBackup("mine");
  await before.put(clip("b", 2));
  await before.put(clip("a", 1));
  await before.put(clip("c", 3));
  await before.remove("c");

  const after = await indexedClipBackup("mine").read();
  expect(after.map(({ clipId }) => clipId)).toEqual(["a", "b"]);
  expect([...new Uint8Array(after[0]?.file ?? new ArrayBuffer(0))]).toEqual([1, 2, 3]);
});

it("keeps nobody else's clips on a shared computer", async () => {
  await indexedClipBackup("other").put(clip("x"));
  expect(await indexedClipBackup("mine").read()).toEqual([]);
  expect(await indexedClipBackup("other").read()).toEqual([]);
});

/** As pages wrote before this app used a library for it: version 1, one store, the clip's id as its key. */
function keepAsBefore(kept: RecordedClip & { sessionId: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("invigil", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("clips", { keyPath: "clipId" });
    request.onerror = () => {
      reject(request.error ?? new Error("Not opened."));
    };
    request.onsuccess = () => {
      const writing = request.result.transaction("clips", "readwrite");
      writing.objectStore("clips").put(kept);
      writing.oncomplete = () => {
        request.result.close();
        resolve();
      };
    };
  });
}

it("gives back what pages of before have kept, and forgets it when it has arrived", async () => {
  await keepAsBefore({ ...clip("old", 1), sessionId: "mine" });
  const backup = indexedClipBackup("mine");
  await backup.put(clip("new", 2));
  expect((await backup.read()).map(({ clipId, durationMillis }) => [clipId, durationMillis])).toEqual([
    ["old", 10_000],
    ["new", 10_000],
  ]);
  await backup.remove("old");
  expect((await backup.read()).map(({ clipId }) => clipId)).toEqual(["new"]);
});

it("does without where the browser forbids it", async () => {
  vi.stubGlobal("indexedDB", {
    open() {
      throw new DOMException("No.", "SecurityError");
    },
  });
  const backup = indexedClipBackup("mine");
  await backup.put(clip("a"));
  expect(await backup.read()).toEqual([]);
});

it("sends after a reload what a lost server did not get before it, and then keeps nothing", async () => {
  const never = new ClipUploader(() => new Promise(() => undefined), 1000, 10_000, indexedClipBackup("mine"));
  never.add(clip("a", 1));
  never.add(clip("b", 2));
  await expect.poll(async () => (await indexedClipBackup("mine").read()).length).toBe(2);

  const sent: string[] = [];
  const reloaded = new ClipUploader(
    ({ clipId }) => Promise.resolve(sent.push(clipId)),
    1000,
    10_000,
    indexedClipBackup("mine"),
  );
  await reloaded.restore();
  await reloaded.drained();
  expect(sent).toEqual(["a", "b"]);
  await expect.poll(async () => (await indexedClipBackup("mine").read()).length).toBe(0);
});
