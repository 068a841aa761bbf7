import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { CameraCheck } from "../../api/types";
import { SeatHint } from "./SeatHint";

const near: CameraCheck = { presence: "present", persons: 1, face_size: "good" };

function show(check: CameraCheck | undefined) {
  const page = (given: CameraCheck | undefined) => (
    <MantineProvider>
      <SeatHint check={given} />
    </MantineProvider>
  );
  const { rerender } = render(page(check));
  return (next: CameraCheck | undefined) => {
    rerender(page(next));
  };
}

it.each([
  [near, /You sit well/],
  [{ ...near, face_size: "small" }, /Please come nearer to the camera/],
  [{ presence: "hidden", persons: 1, face_size: null }, /Your face is not to be seen/],
  [{ presence: "absent", persons: 0, face_size: null }, /Your face is not to be seen/],
  [{ ...near, persons: 2 }, /Somebody else seems to be in the picture. If so, please ask them/],
] satisfies [CameraCheck, RegExp][])("says of %o what to do", (check, words) => {
  show(check);
  expect(screen.getByRole("status")).toHaveTextContent(words);
});

it("says nothing before the first look, nor where the light is the trouble", () => {
  const next = show(undefined);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  next({ presence: "unknown", persons: 0, face_size: null });
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

it("changes its words in one place, so that a screen reader tells them", () => {
  const next = show({ ...near, face_size: "small" });
  const place = screen.getByRole("status");
  next(near);
  expect(screen.getByRole("status")).toBe(place);
  expect(place).toHaveTextContent(/You sit well/);
});
