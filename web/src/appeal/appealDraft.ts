import { AppealConflict, toProblem, type Problem } from "../api/problem";
import type { SaveAppeal, SittingAppeal } from "../api/types";

/** The words about the whole, among those about each incident. */
export const STATEMENT = "";

const PAUSE_MILLIS = 700;
const FIRST_RETRY_MILLIS = 2_000;
const LAST_RETRY_MILLIS = 30_000;

/** How the words stand; nothing that was typed is ever dropped. */
export interface DraftSnapshot {
  /** By incident, and under `STATEMENT`. */
  readonly texts: ReadonlyMap<string, string>;
  readonly state: "saved" | "saving" | "waiting" | "too_long" | "conflict" | "refused";
  /** What kept them from being saved the last time. */
  readonly problem: Problem | null;
  /** What another window has stored meanwhile. */
  readonly other: SittingAppeal | null;
}

export interface DraftServer {
  readonly save: (sessionId: string, body: SaveAppeal, leaving: boolean) => Promise<SittingAppeal>;
}

const backupKey = (sessionId: string): string => `invigil.appeal.${sessionId}`;

/** Text as PostgreSQL can store it: what is shown is what is sent. */
const storable = (text: string): string => text.replaceAll("\u0000", "").toWellFormed();

/** What stands only in this browser, by incident and under `STATEMENT`. */
export function unsavedWords(seen: SittingAppeal, storage: Storage = localStorage): ReadonlyMap<string, string> {
  const stored = textsOf(seen);
  return new Map(recallFrom(storage, seen.session_id, stored).filter(([key, text]) => text !== stored.get(key)));
}

function recallFrom(storage: Storage, sessionId: string, stored: ReadonlyMap<string, string>): [string, string][] {
  try {
    const left: unknown = JSON.parse(storage.getItem(backupKey(sessionId)) ?? "{}");
    if (typeof left !== "object" || left === null) return [];
    return Object.entries(left).filter(
      (entry): entry is [string, string] => stored.has(entry[0]) && typeof entry[1] === "string",
    );
  } catch {
    return [];
  }
}

function textsOf({ appeal, incidents }: SittingAppeal): Map<string, string> {
  const texts = new Map(incidents.map(({ id, answer }) => [id, answer]));
  return texts.set(STATEMENT, appeal?.statement ?? "");
}

/** Where the words on this page are others than those that another window has stored: the key, and what stands there. */
export function differences(
  texts: ReadonlyMap<string, string>,
  other: SittingAppeal,
): { readonly key: string; readonly there: string }[] {
  return [...textsOf(other)].flatMap(([key, there]) => ((texts.get(key) ?? "") === there ? [] : [{ key, there }]));
}

/**
 * The student's words, saved as they are typed against the version that was seen. What is not saved yet also stands in this
 * browser, and comes back with the page.
 */
export class AppealDraft {
  private readonly listeners = new Set<() => void>();
  private readonly sessionId: string;
  private readonly maxCharacters: number;
  private stored: Map<string, string>;
  private texts: Map<string, string>;
  private version: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | undefined;
  private failures = 0;
  private problem: Problem | null = null;
  private other: SittingAppeal | null = null;
  private snapshot: DraftSnapshot;

  constructor(
    seen: SittingAppeal,
    private readonly server: DraftServer,
    private readonly storage: Storage = localStorage,
  ) {
    this.sessionId = seen.session_id;
    this.maxCharacters = seen.limits.max_text_characters;
    this.version = seen.appeal?.version ?? 0;
    this.stored = textsOf(seen);
    this.texts = new Map([...this.stored, ...recallFrom(storage, seen.session_id, this.stored)]);
    this.snapshot = this.look();
    if (this.changed().length > 0) this.schedule(PAUSE_MILLIS);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getSnapshot = (): DraftSnapshot => this.snapshot;

  /** The version that is stored, 0 before the first. */
  get storedVersion(): number {
    return this.version;
  }

  /** @param key an incident, or `STATEMENT` */
  type(key: string, text: string): void {
    this.texts.set(key, storable(text));
    if (this.problem?.isTransient === false && this.other === null) this.problem = null;
    this.remember();
    if (this.other === null) this.schedule(PAUSE_MILLIS);
    this.tell();
  }

  /** Saves what can be saved, and says whether all is. */
  async flush(leaving = false): Promise<boolean> {
    this.unschedule();
    await this.running;
    if (this.other === null && this.sendable().length > 0) {
      this.running = this.save(leaving);
      await this.running;
    }
    return this.changed().length === 0;
  }

  /** Sending told that something else is stored by now. */
  noteOther(conflict: AppealConflict): void {
    this.failed(conflict);
    this.tell();
  }

  /** Of two versions the one in this window. */
  keepMine(): void {
    if (this.other === null) return;
    this.version = this.other.appeal?.version ?? 0;
    this.stored = textsOf(this.other);
    this.decided();
    this.schedule(0);
    this.tell();
  }

  /** Of two versions the one that is stored. */
  keepOther(): void {
    if (this.other === null) return;
    this.version = this.other.appeal?.version ?? 0;
    this.stored = textsOf(this.other);
    this.texts = new Map(this.stored);
    this.decided();
    this.remember();
    this.tell();
  }

  /** No timer goes on; what is not saved stays in the browser. */
  close(): void {
    this.unschedule();
  }

  private decided(): void {
    this.other = null;
    this.problem = null;
    this.failures = 0;
  }

  private isTooLong(key: string): boolean {
    return (this.texts.get(key) ?? "").length > this.maxCharacters;
  }

  private changed(): string[] {
    return [...this.texts.keys()].filter((key) => this.texts.get(key) !== (this.stored.get(key) ?? ""));
  }

  private sendable(): string[] {
    return this.changed().filter((key) => !this.isTooLong(key));
  }

  private async save(leaving: boolean): Promise<void> {
    const sent = new Map(this.sendable().map((key) => [key, this.texts.get(key) ?? ""]));
    this.tell("saving");
    try {
      const saved = await this.server.save(
        this.sessionId,
        {
          builds_on: this.version,
          statement: sent.get(STATEMENT) ?? this.stored.get(STATEMENT) ?? "",
          answers: [...sent].filter(([key]) => key !== STATEMENT).map(([id, text]) => ({ incident_id: id, text })),
        },
        leaving,
      );
      this.version = saved.appeal?.version ?? this.version;
      for (const [key, text] of sent) this.stored.set(key, text);
      this.problem = null;
      this.failures = 0;
      this.remember();
      if (this.sendable().length > 0) this.schedule(PAUSE_MILLIS);
    } catch (error) {
      this.failed(toProblem(error));
    } finally {
      this.running = undefined;
      this.tell();
    }
  }

  private failed(problem: Problem): void {
    this.problem = problem;
    if (problem instanceof AppealConflict) {
      this.other = problem.stored;
    } else if (problem.isTransient) {
      this.failures++;
      this.schedule(Math.min(LAST_RETRY_MILLIS, FIRST_RETRY_MILLIS * 2 ** (this.failures - 1)));
    }
  }

  private schedule(millis: number): void {
    this.unschedule();
    this.timer = setTimeout(() => void this.flush(), millis);
  }

  private unschedule(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** What is not saved yet, for the case that this page goes. */
  private remember(): void {
    const left = Object.fromEntries(this.changed().map((key) => [key, this.texts.get(key)]));
    try {
      if (Object.keys(left).length === 0) this.storage.removeItem(backupKey(this.sessionId));
      else this.storage.setItem(backupKey(this.sessionId), JSON.stringify(left));
    } catch {
      // A browser without room: the words still stand on the page, and are saved from there.
    }
  }

  private look(state?: "saving"): DraftSnapshot {
    return {
      texts: new Map(this.texts),
      state: state ?? this.stateNow(),
      problem: this.problem,
      other: this.other,
    };
  }

  private stateNow(): DraftSnapshot["state"] {
    if (this.other !== null) return "conflict";
    if (this.problem !== null && !this.problem.isTransient) return "refused";
    if (this.sendable().length > 0) return "waiting";
    return this.changed().length > 0 ? "too_long" : "saved";
  }

  private tell(state?: "saving"): void {
    this.snapshot = this.look(state);
    for (const listener of this.listeners) listener();
  }
}
