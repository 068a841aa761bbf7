import { act, render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { LiveSession } from "../api/types";
import { liveSession } from "./liveSession.fixture";
import { useHeldOrder } from "./useHeldOrder";

const a = liveSession("a");
const b = liveSession("b");

function List({ rows }: { rows: readonly LiveSession[] }) {
  const { shown, handlers } = useHeldOrder(rows);
  return (
    <>
      <div {...handlers} data-testid="list">
        {shown.map(({ session_id: id }) => (
          <button key={id}>{id}</button>
        ))}
      </div>
      <button>outside</button>
    </>
  );
}

it("holds from one place in the list to the next, and lets go outside", () => {
  const { rerender } = render(<List rows={[a, b]} />);
  const focus = (name: string) => {
    act(() => {
      screen.getByRole("button", { name }).focus();
    });
  };
  focus("a");
  rerender(<List rows={[b, a]} />);
  focus("b");
  expect(screen.getByTestId("list")).toHaveTextContent("ab");
  focus("outside");
  expect(screen.getByTestId("list")).toHaveTextContent("ba");
});
