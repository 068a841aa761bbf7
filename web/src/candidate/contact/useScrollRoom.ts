import { useEffect, useRef, type RefObject } from "react";

const GAP_PX = 16;

/** Whatever the keyboard comes to is scrolled to above this element, which lies over the window's lower edge. */
export function useScrollRoom(): RefObject<HTMLElement | null> {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const bar = ref.current;
    if (bar === null) return;
    const { style } = document.documentElement;
    const observer = new ResizeObserver(() => {
      style.scrollPaddingBottom = `${bar.offsetHeight + GAP_PX}px`;
    });
    observer.observe(bar);
    return () => {
      observer.disconnect();
      style.scrollPaddingBottom = "";
    };
  }, []);
  return ref;
}
