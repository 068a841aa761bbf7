// @vitest-environment node
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { neededStyles } from "./mantineStyles.js";

const web = path.resolve(import.meta.dirname, "..");
const mantine = path.join(web, "node_modules/@mantine/core");

it("src/ui/mantineStyles.ts imports the style sheets that the app needs, in their order, and no others", () => {
  const text = readFileSync(path.join(web, "src/ui/mantineStyles.ts"), "utf8");
  const imported = [...text.matchAll(/"@mantine\/core\/styles\/([^"]+)"/g)].map(([, name]) => name);
  expect(imported).toEqual(neededStyles(path.join(web, "src"), mantine));
});

it("a component brings the sheets of the parts that it is made of", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "styles-"));
  try {
    mkdirSync(path.join(folder, "deep"));
    writeFileSync(
      path.join(folder, "deep/page.tsx"),
      'import {\n  Checkbox as Tick,\n  type MantineTheme,\n} from "@mantine/core";\n',
    );
    const needed = neededStyles(folder, mantine);
    expect(needed).toEqual(expect.arrayContaining(["baseline.css", "InlineInput.css", "Checkbox.css", "Input.css"]));
    expect(needed).not.toContain("Button.css");
    expect(needed.indexOf("Input.css")).toBeLessThan(needed.indexOf("Checkbox.css"));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
