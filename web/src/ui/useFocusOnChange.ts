import { useEffect, useRef } from "react";

/**
 * Where another page has taken the place of the one before, its button is gone: the keyboard begins at the top of what is new.
 *
 * @param shown what the page shows; undefined while that is not known, null where nothing comes after
 */
export function useFocusOnChange(shown: string | null | undefined): void {
  const before = useRef(shown);
  useEffect(() => {
    const was = before.current;
    before.current = shown;
    if (was === undefined || was === shown || typeof shown !== "string") return;
    document.getElementById("main")?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [shown]);
}
