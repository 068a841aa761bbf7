import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * The style sheets of Mantine that a source tree needs, by what it imports from "@mantine/core" and what that imports in its turn.
 *
 * @param {string} sourceDir searched for .ts and .tsx files
 * @param {string} mantineDir the package's folder
 * @returns {string[]} names such as "Button.css", in the order in which Mantine's own sheet has them
 */
export function neededStyles(sourceDir, mantineDir) {
  const index = path.join(mantineDir, "esm/index.mjs");
  const homes = exportsOf(index);
  const seen = new Set();
  const needed = new Set(["baseline.css", "default-css-variables.css", "global.css"]);
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    const sheet = /([^/]+)\.module\.mjs$/.exec(file);
    if (sheet !== null) needed.add(`${sheet[1]}.css`);
    for (const [, from] of readFileSync(file, "utf8").matchAll(/from "(\.[^"]+)"/g)) {
      visit(path.join(path.dirname(file), from));
    }
  };
  for (const name of importedNames(sourceDir)) {
    const home = homes.get(name);
    if (home !== undefined) visit(home); // else it is a type
  }
  return inOrder([...needed], mantineDir);
}

/** Sorts style sheets as Mantine's own sheet has them: parts before what is made of them. */
export function inOrder(names, mantineDir) {
  const all = readFileSync(path.join(mantineDir, "styles.css"), "utf8");
  const place = (name) => {
    const [, ...lines] = readFileSync(path.join(mantineDir, "styles", name), "utf8")
      .trimEnd()
      .split("\n"); // the first is a note
    return all.indexOf(lines.slice(0, 40).join("\n"));
  };
  return names
    .map((name) => ({ name, place: place(name) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ name }) => name);
}

/** Which file each exported name comes from. */
function exportsOf(index) {
  const homes = new Map();
  for (const [, names, from] of readFileSync(index, "utf8").matchAll(/import \{([^}]+)\} from "([^"]+)"/g)) {
    for (const name of names.split(","))
      homes.set(name.trim().split(" as ").at(-1), path.join(path.dirname(index), from));
  }
  return homes;
}

function importedNames(sourceDir) {
  const names = new Set();
  for (const file of readdirSync(sourceDir, { recursive: true })) {
    if (!/\.tsx?$/.test(file)) continue;
    const text = readFileSync(path.join(sourceDir, file), "utf8");
    for (const [, list] of text.matchAll(/import \{([^}]+)\} from "@mantine\/core"/g)) {
      for (const name of list.split(",")) names.add(name.trim().split(" as ")[0]);
    }
  }
  return names;
}
