import { useCallback, useState } from "react";
import { useSignedIn } from "./signedIn";

/** More are not kept in a tab: the oldest goes. */
const MAX_DRAFTS = 100;

const PREFIX = "invigil.draft.";

interface Kept {
  /** Counts what was kept in this tab: the lowest is the oldest. */
  readonly at: number;
  readonly value: unknown;
}

/**
 * What people typed in this tab and nobody has received yet. It outlives its dialog, its page, loading again and a sign-in that ran
 * out; it goes with the tab, and when somebody signs out. Each person has their own, and finds nothing of anybody else's.
 */
export class DraftStore {
  /** What the browser did not take, by key; this goes with the page. */
  private readonly unstored = new Map<string, string>();
  private lastAt: number | undefined;

  constructor(private readonly storage: () => Storage = () => sessionStorage) {}

  of(personId: string): Drafts {
    return new Drafts(this, personId);
  }

  recall(key: string): unknown {
    return this.find(key)?.value;
  }

  /** @see Drafts.keep */
  keep(key: string, value: unknown): boolean {
    this.remove(key);
    if (value === undefined) return true;
    const text = JSON.stringify({ at: this.nextAt(), value } satisfies Kept);
    const isStored = this.attempt((storage) => {
      storage.setItem(PREFIX + key, text);
      return true;
    });
    if (isStored !== true) this.unstored.set(key, text);
    this.letOldestGo();
    return isStored === true;
  }

  /** Somebody signs out: nothing of anybody stays in this tab. */
  forgetAll(): void {
    this.keys().forEach((key) => {
      this.remove(key);
    });
  }

  private keys(): string[] {
    const stored = this.attempt((storage) => Object.keys(storage).filter((key) => key.startsWith(PREFIX))) ?? [];
    return [...stored.map((key) => key.slice(PREFIX.length)), ...this.unstored.keys()];
  }

  private find(key: string): Kept | undefined {
    const text = this.unstored.get(key) ?? this.attempt((storage) => storage.getItem(PREFIX + key)) ?? null;
    return text === null ? undefined : parse(text);
  }

  private remove(key: string): void {
    this.unstored.delete(key);
    this.attempt((storage) => {
      storage.removeItem(PREFIX + key);
    });
  }

  private nextAt(): number {
    this.lastAt ??= Math.max(0, ...this.keys().map((key) => this.find(key)?.at ?? 0));
    return ++this.lastAt;
  }

  private letOldestGo(): void {
    const keys = this.keys();
    if (keys.length <= MAX_DRAFTS) return;
    const [oldest] = keys.toSorted((a, b) => (this.find(a)?.at ?? 0) - (this.find(b)?.at ?? 0));
    if (oldest !== undefined) this.remove(oldest);
  }

  /** Undefined also where the browser is full or forbids it. */
  private attempt<T>(work: (storage: Storage) => T): T | undefined {
    try {
      return work(this.storage());
    } catch {
      return undefined;
    }
  }
}

/** Undefined if something else wrote there. */
function parse(text: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(text);
    return typeof kept === "object" && kept !== null && "value" in kept ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/** One person's drafts in this tab. */
export class Drafts {
  constructor(
    private readonly store: DraftStore,
    private readonly personId: string,
  ) {}

  /** What was kept last under this name; undefined if nothing is. Its form is that of whoever keeps it there. */
  recall(name: string): unknown {
    return this.store.recall(`${this.personId}.${name}`);
  }

  /**
   * Keeps it in place of what was there; with `undefined` nothing is kept.
   *
   * @param value anything that JSON can say
   * @returns whether it is there after loading again; where the browser is full or forbids it, it stays until the page is left
   */
  keep(name: string, value: unknown): boolean {
    return this.store.keep(`${this.personId}.${name}`, value);
  }
}

export const draftStore = new DraftStore();

/** The drafts of who is signed in. For pages below `RequireRole`. */
export function useDrafts(): Drafts {
  const { id } = useSignedIn();
  const [drafts] = useState(() => draftStore.of(id));
  return drafts;
}

/** A text that is being written, and how to change it. It is found again under its name; an empty one is forgotten. */
export function useDraft(name: string): [string, (text: string) => void] {
  const drafts = useDrafts();
  const [text, setText] = useState(() => (drafts.recall(name) as string | undefined) ?? "");
  const change = useCallback(
    (next: string) => {
      drafts.keep(name, next === "" ? undefined : next);
      setText(next);
    },
    [drafts, name],
  );
  return [text, change];
}
