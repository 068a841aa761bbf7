import type { RecordedClip } from "../capture/messages";

/** Clips that the server does not have yet, kept where a reload or a crash of the browser does not reach them. */
export interface ClipBackup {
  /** This session's clips, oldest first. Those of other sessions are deleted: a shared computer keeps nobody else's. */
  read(): Promise<RecordedClip[]>;
  put(clip: RecordedClip): Promise<void>;
  remove(clipId: string): Promise<void>;
}

interface KeptClip extends RecordedClip {
  readonly sessionId: string;
}

const DATABASE = "invigil";
const STORE = "clips";

/** Keeps clips in the browser's IndexedDB. Where that is full or forbidden, uploading goes on without it. */
export function indexedClipBackup(sessionId: string, factory: IDBFactory = globalThis.indexedDB): ClipBackup {
  let opened: Promise<IDBDatabase> | undefined;

  async function inStore<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    opened ??= open(factory);
    const database = await opened;
    return settled(work(database.transaction(STORE, mode).objectStore(STORE)));
  }

  async function remove(clipId: string): Promise<void> {
    try {
      await inStore("readwrite", (store) => store.delete(clipId));
    } catch {
      // It is sent once more after a reload, which is harmless.
    }
  }

  return {
    async read() {
      try {
        const kept = await inStore("readonly", (store) => store.getAll() as IDBRequest<KeptClip[]>);
        for (const clip of kept) if (clip.sessionId !== sessionId) await remove(clip.clipId);
        return kept
          .filter((clip) => clip.sessionId === sessionId)
          .sort((one, other) => one.recordedAtMillis - other.recordedAtMillis);
      } catch {
        return [];
      }
    },
    async put(clip) {
      try {
        await inStore("readwrite", (store) => store.put({ ...clip, sessionId } satisfies KeptClip));
      } catch {
        // No room: it is still in memory, and on its way.
      }
    },
    remove,
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(STORE, { keyPath: "clipId" });
  };
  return settled(request);
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => {
      resolve(request.result);
    };
    request.onerror = () => {
      reject(request.error ?? new Error("The browser's storage failed."));
    };
  });
}
