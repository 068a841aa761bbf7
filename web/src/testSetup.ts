import "@testing-library/jest-dom/vitest";
import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

afterEach(cleanup);

// Mantine asks for these three; jsdom has none of them.
vi.stubGlobal("matchMedia", (query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
}));
vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
);
// jsdom scrolls nothing. Tests of workers and of lint rules run without a document.
if ("document" in globalThis) {
  Object.assign(document, { fonts: new EventTarget() });
  Element.prototype.scrollIntoView = () => undefined;
}
