import type { NewPerson, Role } from "../api/types";
import { ROLES } from "./roles";

export interface ParsedLines {
  readonly people: readonly NewPerson[];
  readonly errors: readonly { readonly line: number; readonly message: string }[];
}

/** As the server takes them, in any case. */
export const USERNAME = /^[a-z0-9][a-z0-9._@+-]{1,63}$/;

/**
 * Reads one person a line: `username, full name` and, if it is not a student, the roles as a third part, with `+` between
 * several. Tabs and semicolons separate as well, as spreadsheets paste them. Empty lines do not count; a header line that begins with "username" neither.
 */
export function parsePeople(text: string): ParsedLines {
  const people: NewPerson[] = [];
  const errors: { line: number; message: string }[] = [];
  const seen = new Set<string>();
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = index + 1;
    if (raw.trim() === "") return;
    const [first = "", name = "", third = ""] = raw
      .split(/[,;\t]/)
      .map((part) => part.trim().replace(/^"(.*)"$/, "$1"));
    const username = first.toLowerCase();
    if (index === 0 && username.replace(/[ _]/g, "") === "username") return;
    const roles = rolesOf(third);
    const unknown = roles.find((role) => !(ROLES as readonly string[]).includes(role));
    if (!USERNAME.test(username)) {
      errors.push({ line, message: `“${first}” is no username: 2 to 64 letters, digits, and . _ @ + -` });
    } else if (seen.has(username)) {
      errors.push({ line, message: `“${username}” stands in the list twice.` });
    } else if (name === "" || name.length > 120) {
      errors.push({ line, message: "The full name is missing. Write: username, full name" });
    } else if (unknown !== undefined) {
      errors.push({ line, message: `“${unknown}” is no role: student, proctor, reviewer, author or admin.` });
    } else {
      seen.add(username);
      people.push({ username, display_name: name, roles: roles as Role[] });
    }
  });
  return { people, errors };
}

/** The parts of `proctor+reviewer`, each once; whoever has no role named is a student. */
function rolesOf(words: string): readonly string[] {
  const roles = words
    .toLowerCase()
    .split("+")
    .map((role) => role.trim())
    .filter((role) => role !== "");
  return roles.length === 0 ? ["student"] : [...new Set(roles)];
}

/** The lines that `parsePeople` reads these people from. */
export function linesOf(people: readonly NewPerson[]): string {
  return people
    .map(({ username, display_name, roles }) => {
      const words = roles.join("+");
      return [username, display_name, ...(words === "student" ? [] : [words])].join(", ");
    })
    .join("\n");
}

export interface CreatedPerson {
  readonly username: string;
  readonly displayName: string;
  readonly password: string | null;
  readonly error: string | null;
}

/** A sheet of usernames and first passwords. Fields are quoted, and no cell can begin a formula. */
export function passwordsAsCsv(created: readonly CreatedPerson[]): string {
  const cell = (value: string) => `"${(/^[=+\-@]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;
  const lines = created
    .filter((person) => person.password !== null)
    .map((person) => [person.username, person.displayName, person.password ?? ""].map(cell).join(","));
  return ["username,name,password", ...lines].join("\r\n") + "\r\n";
}
