import { openDB, type DBSchema, type IDBPDatabase } from "idb";
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

/** The database in the browser. Pages of before may have written it: a change here is a new version, and an upgrade. */
interface ClipDatabase extends DBSchema {
  [STORE]: { key: string; value: KeptClip };
}
const VERSION = 1;

/** Keeps clips in the browser's IndexedDB. Where that is full or forbidden, uploading goes on without it. */
export function indexedClipBackup(sessionId: string): ClipBackup {
  let opened: Promise<IDBPDatabase<ClipDatabase>> | undefined;
  const database = () => (opened ??= open());

  async function remove(clipId: string): Promise<void> {
    try {
      await (await database()).delete(STORE, clipId);
    } catch {
      // It is sent once more after a reload, which is harmless.
    }
  }

  return {
    async read() {
      try {
        const kept = await (await database()).getAll(STORE);
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
        await (await database()).put(STORE, { ...clip, sessionId });
      } catch {
        // No room: it is still in memory, and on its way.
      }
    },
    remove,
  };
}

function open(): Promise<IDBPDatabase<ClipDatabase>> {
  return openDB<ClipDatabase>(DATABASE, VERSION, {
    upgrade(database) {
      database.createObjectStore(STORE, { keyPath: "clipId" });
    },
  });
}
