import { AppealConflict, toProblem, type Problem } from "../api/problem";
import type { SaveAppeal, SittingAppeal } from "../api/types";

/** The words about the whole, among those about each incident. */
export const STATEMENT = "";

const PAUSE_MILLIS = 700;
const FIRST_RETRY_MILLIS = 2_000;
const LAST_RETRY_MILLIS = 30_000;

/** So many texts that may have reached the server are remembered, the last ones. */
const MOST_SENT = 8;

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

/** What a page leaves in the browser for the next one: of each text that was not known to be saved. */
interface Left {
  readonly text: string;
  /** What was stored when it was typed. */
  readonly base: string;
  /** What was sent and not answered: if one of these is stored, nobody else has written it. */
  readonly sent: readonly string[];
}

/** What stands only in this browser, by incident and under `STATEMENT`. */
export function unsavedWords(seen: SittingAppeal, storage: Storage = localStorage): ReadonlyMap<string, string> {
  const stored = textsOf(seen);
  const left = [...recallFrom(storage, seen.session_id, stored)];
  return new Map(left.map(([key, { text }]) => [key, text] as const).filter(([key, text]) => text !== stored.get(key)));
}

function recallFrom(storage: Storage, sessionId: string, stored: ReadonlyMap<string, string>): Map<string, Left> {
  try {
    const left: unknown = JSON.parse(storage.getItem(backupKey(sessionId)) ?? "{}");
    if (typeof left !== "object" || left === null) return new Map();
    return new Map(
      Object.entries(left).filter((entry): entry is [string, Left] => stored.has(entry[0]) && isLeft(entry[1])),
    );
  } catch {
    return new Map();
  }
}

const isLeft = (value: unknown): value is Left =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Left).text === "string" &&
  typeof (value as Left).base === "string" &&
  Array.isArray((value as Left).sent);

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
  /** What was sent of each text and not answered. */
  private readonly sent = new Map<string, readonly string[]>();
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
    const left = recallFrom(storage, seen.session_id, textsOf(seen));
    // As the page that typed them knew it, so that what is stored by now is told from what that page had seen.
    this.stored = new Map([...textsOf(seen)].map(([key, text]) => [key, left.get(key)?.base ?? text]));
    this.texts = new Map([...this.stored].map(([key, text]) => [key, left.get(key)?.text ?? text]));
    left.forEach(({ text, sent }, key) => {
      this.noteSent(key, [...sent, text]); // a page that is left sends what it has
    });
    this.takeIn(seen);
    this.snapshot = this.look();
    if (this.other === null && this.changed().length > 0) this.schedule(PAUSE_MILLIS);
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

  /**
   * Takes in what is stored by now. Texts that this page has not changed become what is stored; if one that it has changed was
   * changed by another page as well, the student has to choose.
   */
  private takeIn(seen: SittingAppeal): void {
    const stored = textsOf(seen);
    const changed = new Set(this.changed());
    const known = (key: string, text: string) =>
      text === this.stored.get(key) || text === this.texts.get(key) || this.sent.get(key)?.includes(text) === true;
    const isContested = [...stored].some(([key, text]) => changed.has(key) && !known(key, text));
    for (const [key, text] of stored) if (!changed.has(key)) this.texts.set(key, text);
    if (isContested) {
      this.other = seen;
      return;
    }
    this.version = seen.appeal?.version ?? 0;
    this.stored = stored;
    this.problem = null;
    this.remember();
  }

  private decided(): void {
    this.sent.clear();
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
    for (const [key, text] of sent) this.noteSent(key, [...(this.sent.get(key) ?? []), text]);
    this.remember();
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
      this.sent.clear();
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
      this.takeIn(problem.stored);
      if (this.other !== null) return;
      this.sent.clear(); // it was for an older version, and is not taken any more
      if (this.sendable().length > 0) this.schedule(0);
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
    const left = Object.fromEntries(this.changed().map((key) => [key, this.left(key)]));
    try {
      if (Object.keys(left).length === 0) this.storage.removeItem(backupKey(this.sessionId));
      else this.storage.setItem(backupKey(this.sessionId), JSON.stringify(left));
    } catch {
      // A browser without room: the words still stand on the page, and are saved from there.
    }
  }

  private noteSent(key: string, texts: readonly string[]): void {
    this.sent.set(key, [...new Set(texts)].slice(-MOST_SENT));
  }

  private left(key: string): Left {
    return {
      text: this.texts.get(key) ?? "",
      base: this.stored.get(key) ?? "",
      sent: this.sent.get(key) ?? [],
    };
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
