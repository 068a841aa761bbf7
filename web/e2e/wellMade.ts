import path from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Where pictures of all that is looked at go, for people to look at; none are taken without it. */
const SHOTS = process.env.E2E_SHOTS;

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };
const LOOKS = [
  { size: WIDE, colorScheme: "light" },
  { size: WIDE, colorScheme: "dark" },
  { size: NARROW, colorScheme: "dark" },
  { size: NARROW, colorScheme: "light" },
] as const;

/**
 * What is on the page now is well made in both themes, wide and narrow: nothing that axe finds, no sideways scrolling, nothing
 * beyond the edge of the screen, and nothing that moves by degrees for somebody who asked for less motion. A test goes on after what is not, so that one run tells of all pages. The page is left
 * wide and light.
 *
 * @param what the page or step, for whoever reads of a failure
 */
export async function expectWellMade(page: Page, what: string): Promise<void> {
  for (const { size, colorScheme } of LOOKS) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", colorScheme);
    const look = `${what} at ${size.width} px, ${colorScheme}`;
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect
      .soft(
        violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
        look,
      )
      .toEqual([]);
    expect.soft(await page.evaluate(beyondTheEdge), look).toEqual([]);
    expect.soft(await page.evaluate(fading), look).toEqual([]);
    if (SHOTS !== undefined) await page.screenshot({ path: path.join(SHOTS, `${look}.png`), fullPage: true });
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Runs in the browser: what changes its colour or place by degrees, one of a kind. Half faded words are also hard to read. */
function fading(): string[] {
  const found = new Set<string>();
  for (const element of Array.from(document.body.querySelectorAll("*"))) {
    if (/[1-9]/.test(getComputedStyle(element).transitionDuration)) found.add(element.getAttribute("class") ?? "");
  }
  return [...found];
}

/** Runs in the browser: what can be seen only by scrolling sideways, but for a table, whose first column stays in view. */
function beyondTheEdge(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide`] : [];
  const isCut = (element: Element): boolean => {
    for (let above = element.parentElement; above !== null && above !== document.body; above = above.parentElement) {
      if (getComputedStyle(above).overflowX !== "visible") return true;
    }
    return false;
  };
  for (const element of Array.from(document.body.querySelectorAll("*"))) {
    const { left, right, width, height } = element.getBoundingClientRect();
    const isSeen = width > 1 && height > 1 && right > 0 && getComputedStyle(element).visibility !== "hidden";
    if (isSeen && (right > clientWidth + 1 || left < -1) && !isCut(element))
      found.push(element.outerHTML.slice(0, 200));
    if (isSeen && element.tagName === "BUTTON" && right > clientWidth + 1) {
      found.push(`a button that is beyond the edge: ${element.outerHTML.slice(0, 200)}`);
    }
  }
  return found;
}
