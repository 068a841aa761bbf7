import { expect, it } from "vitest";
import document from "../api/openapi.json";
import { categoryOf, possibleKinds, REASONS, reasonWords } from "./reasons";

it("has a word for every reason that the server knows, under the same first level", () => {
  const known = REASONS.flatMap(({ reasons }) => reasons.map(({ reason }) => reason));
  const { properties } = document.components.schemas.StepIn;
  expect(known.toSorted()).toEqual(properties.reason.enum.toSorted());
  expect(REASONS.map(({ category }) => category).toSorted()).toEqual(properties.category.enum.toSorted());
  expect(reasonWords("network")).toBe("Technical / Network");
  expect(categoryOf("health")).toBe("student");
});

it("offers what can follow where the sitting stands, and nothing once it is over", () => {
  expect(possibleKinds("active")).toEqual(["pause", "more_time", "end"]);
  expect(possibleKinds("paused")).toEqual(["resume", "more_time", "end"]);
  expect(possibleKinds("waiting")).toEqual(["more_time", "end"]);
  expect(possibleKinds("submitted")).toEqual([]);
  expect(possibleKinds("ended")).toEqual([]);
});
