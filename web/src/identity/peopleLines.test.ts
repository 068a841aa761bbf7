import { describe, expect, it } from "vitest";
import { parsePeople, passwordsAsCsv } from "./peopleLines";

describe("parsePeople", () => {
  it("reads commas, tabs and semicolons, roles, quotes, blank lines and a header", () => {
    const { people, errors } = parsePeople(
      'username,name\nAda, Ada Lovelace\n\ngrace\tGrace Hopper\tproctor\r\nlinus; "Linus T."; admin\n',
    );
    expect(errors).toEqual([]);
    expect(people).toEqual([
      { username: "ada", display_name: "Ada Lovelace", role: "student" },
      { username: "grace", display_name: "Grace Hopper", role: "proctor" },
      { username: "linus", display_name: "Linus T.", role: "admin" },
    ]);
  });

  it("says what is wrong in which line", () => {
    const { people, errors } = parsePeople("a b, Name\nada, Ada\nada, Again\nbob\nzoe, Zoe, boss");
    expect(people).toHaveLength(1);
    expect(errors.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });
});

describe("passwordsAsCsv", () => {
  it("quotes, leaves out who failed, and defuses formulas", () => {
    const csv = passwordsAsCsv([
      { username: "ada", displayName: 'A "B"', password: "x,y", error: null },
      { username: "eve", displayName: "=1+1", password: "z", error: null },
      { username: "bob", displayName: "Bob", password: null, error: "taken" },
    ]);
    expect(csv).toBe('username,name,password\r\n"ada","A ""B""","x,y"\r\n"eve","\'=1+1","z"\r\n');
  });
});
