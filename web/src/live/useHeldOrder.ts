import { useState, type FocusEvent } from "react";
import type { LiveSession } from "../api/types";
import { keepOrder } from "./boardRows";

/**
 * While somebody points at the list or is in it by keyboard, students keep their places: nobody can click on what runs away. Whoever
 * comes meanwhile follows at the end.
 */
export function useHeldOrder(rows: readonly LiveSession[]) {
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const hold = () => {
    setOrder((held) => held ?? rows.map((row) => row.session_id));
  };
  const release = () => {
    setOrder(null);
  };
  const leave = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // From one place in the list to another is not away from it.
    if (!currentTarget.contains(relatedTarget)) release();
  };
  return {
    isHeld: order !== null,
    shown: order === null ? rows : keepOrder(rows, order),
    handlers: { onMouseEnter: hold, onMouseLeave: release, onFocus: hold, onBlur: leave },
  };
}
