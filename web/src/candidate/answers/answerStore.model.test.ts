import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ModelRoom, QUESTIONS } from "./answerModelRoom";
import type { ConflictChoice } from "./answerStore";

const RUNS = fc.readConfigureGlobal().numRuns ?? 1000;

type Step = (room: ModelRoom) => void | Promise<void>;

const window = fc.nat({ max: 1 });
/** Mostly one question: stories about the same text are the ones that can go wrong. */
const question = fc.constantFrom("q1", "q1", "q1", ...QUESTIONS);
const any = fc.nat({ max: 7 });

/** A step that prints itself, so that a counterexample reads as a story. */
function step<T extends unknown[]>(
  name: string,
  run: (room: ModelRoom, ...args: T) => void | Promise<void>,
  ...args: { [K in keyof T]: fc.Arbitrary<T[K]> }
): fc.Arbitrary<Step> {
  return fc
    .tuple<T>(...args)
    .map((values) =>
      Object.assign((room: ModelRoom) => run(room, ...values), { toString: () => `${name} ${values.join(" ")}` }),
    );
}

const views = new WeakMap<ModelRoom, ReturnType<ModelRoom["server"]["view"]>>();

const steps = fc.array(
  fc.oneof(
    {
      weight: 8,
      arbitrary: step(
        "type",
        (room, w: number, q: string) => {
          room.type(w, q);
        },
        window,
        question,
      ),
    },
    {
      weight: 1,
      arbitrary: step(
        "type the same",
        (room, w: number, q: string) => {
          room.type(w, q, "the same");
        },
        window,
        question,
      ),
    },
    {
      weight: 8,
      arbitrary: step(
        "wait",
        async (_, ms: number) => {
          await vi.advanceTimersByTimeAsync(ms);
        },
        fc.constantFrom(10, 700, 2000, 20_000),
      ),
    },
    {
      weight: 4,
      arbitrary: step(
        "deliver",
        (room, n: number) => {
          room.network.deliver(n);
        },
        any,
      ),
    },
    {
      weight: 8,
      arbitrary: step(
        "reply",
        (room, n: number) => {
          room.network.reply(n);
        },
        any,
      ),
    },
    {
      weight: 3,
      arbitrary: step(
        "lose",
        (room, n: number) => {
          room.network.lose(n);
        },
        any,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "arrives late",
        (room, n: number) => {
          room.network.arriveLate(n);
        },
        any,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "network or server",
        (room, isUp: boolean) => {
          room.network.isUp = isUp;
          if (!isUp) room.network.loseAll();
        },
        fc.boolean(),
      ),
    },
    {
      weight: 1,
      arbitrary: step(
        "storage is full",
        (room, isFull: boolean) => {
          room.storage.isFull = isFull;
        },
        fc.boolean(),
      ),
    },
    {
      weight: 4,
      arbitrary: step(
        "open",
        (room, w: number) => {
          room.open(w);
        },
        window,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "leave",
        (room, w: number) => {
          room.leave(w);
        },
        window,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "hide",
        (room, w: number) => {
          room.windows[w]?.store.sendBeforeLeaving();
        },
        window,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "crash",
        (room, w: number) => {
          room.crash(w);
        },
        window,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "crash and open",
        (room, w: number) => {
          room.crash(w);
          room.open(w);
        },
        window,
      ),
    },
    {
      weight: 1,
      arbitrary: step(
        "flush",
        (room, w: number) => {
          void room.windows[w]?.store.flush();
        },
        window,
      ),
    },
    {
      weight: 1,
      arbitrary: step(
        "lock",
        (room, w: number) => {
          room.windows[w]?.store.lock("Elsewhere.");
        },
        window,
      ),
    },
    {
      weight: 1,
      arbitrary: step(
        "unlock",
        (room, w: number) => {
          room.windows[w]?.store.unlock();
        },
        window,
      ),
    },
    {
      weight: 2,
      arbitrary: step(
        "refresh",
        (room, w: number) => {
          room.refresh(w);
        },
        window,
      ),
    },
    {
      weight: 1,
      arbitrary: step("read the server", (room) => {
        views.set(room, room.server.view());
      }),
    },
    {
      weight: 1,
      arbitrary: step(
        "refresh late",
        (room, w: number) => {
          room.refresh(w, views.get(room) ?? []);
        },
        window,
      ),
    },
    {
      weight: 4,
      arbitrary: step(
        "choose",
        (room, w: number, q: string, c: ConflictChoice) => {
          room.choose(w, q, c);
        },
        window,
        question,
        fc.constantFrom<ConflictChoice>("mine", "other", "both"),
      ),
    },
  ),
  { maxLength: 60 },
);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it("never says saved of what the server does not hold, never loses a text, never sends after its end", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (story) => {
      vi.clearAllTimers();
      const room = new ModelRoom();
      room.open(0);
      room.open(1);
      for (const happens of story) {
        await happens(room);
        await vi.advanceTimersByTimeAsync(0);
        room.check();
      }

      await room.settle();
      for (const open of room.windows) {
        expect(open?.store.getSnapshot().unsavedCount ?? 0, "everything is saved in the end").toBe(0);
      }
      room.crash(0);
      room.crash(1);
      room.open(0);
      await room.settle();
      expect(room.windows[0]?.store.getSnapshot().unsavedCount).toBe(0);
      expect(room.storage.values(), "nothing is left behind in the browser").toEqual([]);
      for (const { question_id, value } of room.server.view()) {
        expect(room.windows[0]?.shown(question_id)).toBe(value.text);
      }
      room.crash(0);
    }),
    { numRuns: RUNS },
  );
}, 120_000);
