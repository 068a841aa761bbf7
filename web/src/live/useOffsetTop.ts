import { useLayoutEffect, useState, type RefObject } from "react";

/** How far a list begins below the top of the page: what stands above it comes and goes. */
export function useOffsetTop(list: RefObject<HTMLElement | null>): number {
  const [offsetPx, setOffsetPx] = useState(0);
  useLayoutEffect(() => {
    const measure = () => {
      if (list.current !== null) setOffsetPx(Math.round(list.current.getBoundingClientRect().top + window.scrollY));
    };
    measure();
    if (typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => {
      observer.disconnect();
    };
  }, [list]);
  return offsetPx;
}
