import { useEffect, useRef } from "react";

/**
 * Moves the focus to an element of the page when the student goes on in this window: the button that did it is gone, and a
 * keyboard or a screen reader would begin at the top. A focus that is somewhere already stays there.
 */
export function useFocusOnReturn(isLocked: boolean, elementId: string): void {
  const wasLocked = useRef(isLocked);
  useEffect(() => {
    const isBack = wasLocked.current && !isLocked;
    wasLocked.current = isLocked;
    if (isBack && document.activeElement === document.body) document.getElementById(elementId)?.focus();
  }, [isLocked, elementId]);
}
