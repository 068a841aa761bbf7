import { describe, expect, it } from "vitest";
import { linesOf, parsePeople, passwordsAsCsv } from "./peopleLines";

describe("parsePeople", () => {
  it("reads commas, tabs and semicolons, roles, quotes, blank lines and a header", () => {
    const { people, errors } = parsePeople(
      'username,name\nAda, Ada Lovelace\n\ngrace\tGrace Hopper\tProctor + reviewer+proctor\r\nlinus; "Linus T."; admin\n',
    );
    expect(errors).toEqual([]);
    expect(people).toEqual([
      { username: "ada", display_name: "Ada Lovelace", roles: ["student"] },
      { username: "grace", display_name: "Grace Hopper", roles: ["proctor", "reviewer"] },
      { username: "linus", display_name: "Linus T.", roles: ["admin"] },
    ]);
  });

  it("says what is wrong in which line", () => {
    const { people, errors } = parsePeople("a b, Name\nada, Ada\nada, Again\nbob\nzoe, Zoe, boss");
    expect(people).toHaveLength(1);
    expect(errors[3]?.message).toContain("“boss” is no role");
    expect(errors.map(({ line }) => line)).toEqual([1, 3, 4, 5]);
  });
});

it("writes lines that it reads back as the same people", () => {
  const { people } = parsePeople("ada, Ada\ngrace, Grace, proctor+reviewer");
  expect(parsePeople(linesOf(people)).people).toEqual(people);
  expect(linesOf(people)).toBe("ada, Ada\ngrace, Grace, proctor+reviewer");
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
