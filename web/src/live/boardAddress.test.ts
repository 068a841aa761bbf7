import { describe, expect, it } from "vitest";
import { formatAddress, isFiltered, parseAddress } from "./boardAddress";

const parse = (text: string) => parseAddress(new URLSearchParams(text));

describe("the address of the board", () => {
  it("holds everything that is chosen, and comes back as it was", () => {
    const text =
      "view=tiles&search=ann&show=needs_look&state=paused&score=high&exam=e1&group=g1&order=name&quiet=hidden&submitted=shown";
    expect(formatAddress(parse(text)).toString()).toBe(text);
    expect(isFiltered(parse(text))).toBe(true);
  });

  it("is empty where nothing is chosen", () => {
    expect(formatAddress(parse("")).toString()).toBe("");
    expect(isFiltered(parse("order=name&view=tiles"))).toBe(false);
  });

  it("takes what makes no sense for not chosen", () => {
    expect(parse("show=nonsense&state=9&order=&score=HIGH&view=x&quiet=1")).toEqual(parse(""));
  });
});
