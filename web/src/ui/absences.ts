/** A stretch of one behaviour; one without an end is open. */
interface Stretch {
  readonly id: string;
  readonly behavior: string;
  readonly started_at: string;
  readonly ended_at?: string | null;
}

/** Whether nobody was in view, for short or for long. */
export const isAbsence = (behavior: string): boolean => behavior === "absent" || behavior === "away";

/**
 * One entry for one absence. The server opens `absent` after a moment and `away` besides when it lasts, both with the same
 * beginning; people read of it once. The entry is the `absent` one, named `away` and in its words; it ends with the later of the two.
 * The order stays, and so does an `away` that no `absent` belongs to.
 */
export function oneEntryAnAbsence<T extends Stretch>(incidents: readonly T[]): T[] {
  const grown = new Map<T, T>();
  for (const away of incidents.filter(({ behavior }) => behavior === "away")) {
    // Someone who came back for less than it takes to be away began a second `absent` within it: that is what it grew out of.
    const [absent] = incidents
      .filter((other) => other.behavior === "absent" && !grown.has(other) && overlap(other, away))
      .toSorted((a, b) => Date.parse(b.started_at) - Date.parse(a.started_at));
    if (absent !== undefined) grown.set(absent, away);
  }
  const merged = new Set(grown.values());
  return incidents
    .filter((incident) => !merged.has(incident))
    .map((incident) => {
      const away = grown.get(incident);
      return away === undefined ? incident : mergedEntry(incident, away);
    });
}

/** What it came to, under the identity and from the beginning of what it grew out of. */
function mergedEntry<T extends Stretch>(absent: T, away: T): T {
  const entry = { ...away, id: absent.id, started_at: absent.started_at };
  return endOf(absent) > endOf(away) ? { ...entry, ended_at: absent.ended_at } : entry;
}

const endOf = ({ ended_at }: Stretch): number => ((ended_at ?? null) === null ? Infinity : Date.parse(ended_at ?? ""));

const overlap = (a: Stretch, b: Stretch): boolean =>
  Date.parse(a.started_at) <= endOf(b) && Date.parse(b.started_at) <= endOf(a);
