import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { useFocusOnReturn } from "./useFocusOnReturn";

function Page({ isLocked }: { isLocked: boolean }) {
  useFocusOnReturn(isLocked, "first");
  return (
    <>
      {isLocked && <button>Continue here</button>}
      <section id="first" tabIndex={-1} data-testid="first" />
      <textarea />
    </>
  );
}

it("moves the focus to the first question when the button that had it goes", () => {
  const { rerender } = render(<Page isLocked={false} />);
  expect(document.body).toHaveFocus();
  rerender(<Page isLocked />);
  screen.getByRole("button").focus();
  rerender(<Page isLocked={false} />);
  expect(screen.getByTestId("first")).toHaveFocus();
});

it("leaves the focus where the student has put it", () => {
  const { rerender } = render(<Page isLocked />);
  screen.getByRole("textbox").focus();
  rerender(<Page isLocked={false} />);
  expect(screen.getByRole("textbox")).toHaveFocus();
});
