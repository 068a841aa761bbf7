/** What somebody typed, by what it is about. Kept for this tab; with the tab it goes. */
export function recallDrafts<T>(key: string, storage: Storage = sessionStorage): [string, T][] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? (kept as [string, T][]) : [];
  } catch {
    return [];
  }
}

/** Keeps it through other pages and loading again; nothing typed, nothing kept. */
export function keepDrafts(key: string, drafts: readonly [string, unknown][], storage: Storage = sessionStorage): void {
  try {
    if (drafts.length === 0) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(drafts));
  } catch {
    // A browser without room: what was typed stands on the page until that is left.
  }
}
