/**
 * ESLint rule: no two names in one folder may be the same but for case and extension. `import "./Leaderboard"` finds
 * `leaderboard.ts` on a disk that does not tell case apart (macOS, Windows), and the build breaks there alone.
 *
 * `Exam.tsx` may stand beside `Exam.module.css` and `Exam.test.tsx`: those are imported with their extension, or never.
 */
import { readdirSync } from "node:fs";
import { basename, dirname } from "node:path";

/** What may stand between a name and its extension, and tells files of the same name apart. */
const COMPANION = /\.(?:test|spec|module|gen|d)$/;

/** @param {string} name of a file or folder */
function parts(name) {
  const plain = name.replace(/(?<=.)\.[^.]*$/, "");
  const stem = plain.replace(COMPANION, "");
  return { stem, companion: plain.slice(stem.length) };
}

/**
 * The names that cannot be told from this one without their extension, on a disk that does not tell case apart either.
 *
 * @param {string} name
 * @param {readonly string[]} folder all names in its folder, itself included or not
 * @returns {string[]}
 */
export function twinsOf(name, folder) {
  const own = parts(name);
  return folder.filter((other) => {
    if (other === name) return false;
    const { stem, companion } = parts(other);
    if (stem.toLowerCase() !== own.stem.toLowerCase()) return false;
    return stem !== own.stem || companion === own.companion;
  });
}

/** @type {import("eslint").Rule.RuleModule} */
export const nameTwins = {
  meta: {
    type: "problem",
    docs: { description: "names in one folder differ by more than case and extension" },
    messages: { twin: "{{name}} and {{twin}} are one name where a disk does not tell case apart. Rename one of them." },
    schema: [],
  },
  create: (context) => ({
    Program: (node) => {
      const name = basename(context.filename);
      for (const twin of twinsOf(name, readdirSync(dirname(context.filename)))) {
        context.report({ node, messageId: "twin", data: { name, twin } });
      }
    },
  }),
};
