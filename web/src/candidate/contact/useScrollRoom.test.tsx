import { render } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { useScrollRoom } from "./useScrollRoom";

let resized: () => void = () => undefined;

afterEach(() => {
  vi.unstubAllGlobals();
});

function Bar() {
  const ref = useScrollRoom();
  return (
    <div
      ref={(element) => {
        if (element !== null) Object.defineProperty(element, "offsetHeight", { value: 60 });
        ref.current = element;
      }}
    />
  );
}

it("keeps as much of the window's edge free as the bar is high, for as long as it is there", () => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      constructor(onResize: () => void) {
        resized = onResize;
      }
      observe = () => {
        resized();
      };
      disconnect = () => undefined;
    },
  );
  const { unmount } = render(<Bar />);
  expect(document.documentElement.style.scrollPaddingBottom).toBe("76px");
  unmount();
  expect(document.documentElement.style.scrollPaddingBottom).toBe("");
});
