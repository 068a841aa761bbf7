import { useEffect, useEffectEvent } from "react";

export const REVIEW_KEYS = [
  ["J", "Next incident"],
  ["K", "Previous incident"],
  ["P", "Play the clip again"],
  ["C", "Confirm"],
  ["D", "Dismiss"],
  ["A", "The session: no concern (all right)"],
  ["W", "The session: concern (worried)"],
  ["M", "The session: needs more"],
  ["1 to 9", "Choose the reason of that number"],
  ["Enter", "After that number: decide"],
  ["N", "Write a note to the other reviewers"],
  ["Esc", "Leave what was begun"],
  ["?", "Show these keys"],
] as const;

const STORED = "invigil.review.keys";

/** Whether single letters do something. Whoever speaks to the computer turns them off. */
export const areKeysOn = (): boolean => localStorage.getItem(STORED) !== "off";
export const turnKeys = (on: boolean): void => {
  localStorage.setItem(STORED, on ? "on" : "off");
};

/** Whether the key belongs to what has the focus: somebody types there, or chooses. */
function isTaken(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null
  );
}

/** Single keys, in lower case, while nobody types; Escape always. `onKey` says whether it took the key. */
export function useReviewKeys(on: boolean, onKey: (key: string) => boolean): void {
  const handle = useEffectEvent(onKey);
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      // A key held down asks once: what follows it would answer a question that nobody has read.
      if (event.repeat) return;
      const isEscape = event.key === "Escape";
      if (!isEscape && (!on || isTaken(event.target))) return;
      if (handle(event.key.toLowerCase())) event.preventDefault();
    };
    document.addEventListener("keydown", listener);
    return () => {
      document.removeEventListener("keydown", listener);
    };
  }, [on]);
}
