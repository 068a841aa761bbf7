import { useEffect, useRef, useState, type RefObject } from "react";
import { useNavigate } from "react-router";
import type { LiveSession } from "../api/types";
import { markSeen } from "./looks";

interface Board {
  readonly rows: readonly LiveSession[];
  /** How many stand side by side. */
  readonly columns: number;
  readonly region: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
}

/**
 * The board by keyboard: J, K and the arrows go from one student to the next, Enter opens, S marks as seen. The arrows only while the
 * focus is in the board, as they scroll the page elsewhere; no key while something is being typed.
 *
 * @returns the index of the student where the keyboard is: the one that Tab comes to
 */
export function useBoardKeys({ rows, columns, region, scrollTo }: Board): number {
  const [currentId, setCurrentId] = useState<string | null>(null);
  const navigate = useNavigate();
  const found = rows.findIndex(({ session_id }) => session_id === currentId);
  const current = Math.max(found, 0);

  const onKey = useRef<(event: KeyboardEvent) => void>(() => undefined);
  useEffect(() => {
    onKey.current = (event) => {
      const inside = region.current?.contains(document.activeElement) === true;
      if (!isForBoard(event, inside)) return;
      const step = steps(event.key, columns);
      if (step !== undefined && (inside || event.key.length === 1)) {
        const next = found === -1 ? 0 : Math.min(Math.max(current + step, 0), rows.length - 1);
        const session = rows[next];
        if (session === undefined) return;
        event.preventDefault();
        setCurrentId(session.session_id);
        scrollTo(next);
        focusSoon(region, session.session_id);
        return;
      }
      const session = rows[found];
      if (session === undefined) return;
      if (event.key.toLowerCase() === "s") markSeen(session);
      else if (event.key === "Enter" && !inside) void navigate(`/sessions/${session.session_id}`);
    };
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      onKey.current(event);
    };
    document.addEventListener("keydown", listen);
    return () => {
      document.removeEventListener("keydown", listen);
    };
  }, []);
  useEffect(() => {
    const list = region.current;
    if (list === null) return;
    const follow = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>("[data-session]") : null;
      if (row?.dataset.session !== undefined) setCurrentId(row.dataset.session);
    };
    list.addEventListener("focusin", follow);
    return () => {
      list.removeEventListener("focusin", follow);
    };
  }, [region]);
  return current;
}

function isForBoard(event: KeyboardEvent, inside: boolean): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  return inside || document.activeElement === document.body || document.activeElement === null;
}

function steps(key: string, columns: number): number | undefined {
  switch (key) {
    case "j":
    case "J":
    case "ArrowRight":
      return 1;
    case "k":
    case "K":
    case "ArrowLeft":
      return -1;
    case "ArrowDown":
      return columns;
    case "ArrowUp":
      return -columns;
    default:
      return undefined;
  }
}

/** A row that was scrolled to is there a moment later. */
function focusSoon(region: RefObject<HTMLElement | null>, sessionId: string, tries = 10): void {
  requestAnimationFrame(() => {
    const link = region.current?.querySelector<HTMLElement>(`[data-session="${sessionId}"] [data-board-link]`);
    if (link !== null && link !== undefined) link.focus({ preventScroll: true });
    else if (tries > 0) focusSoon(region, sessionId, tries - 1);
  });
}
