import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { MoveDialog } from "./MoveDialog";

const show = () => {
  const onMove = vi.fn();
  const onStay = vi.fn();
  render(
    <MantineProvider env="test">
      <MoveDialog
        opened
        device={{ own: false, browser: "Chrome on Android", since: "2026-03-01T10:02:00.000Z" }}
        onMove={onMove}
        onStay={onStay}
      />
    </MantineProvider>,
  );
  return { onMove, onStay };
};

it("says where the exam is open, and moves it with the reason that was chosen, by keyboard alone", async () => {
  const user = userEvent.setup();
  const { onMove } = show();
  expect(screen.getByRole("dialog", { name: "Continue the exam on this device?" })).toHaveTextContent(
    /open on another device \(Chrome on Android\) since .*2/,
  );
  const first = screen.getByRole("radio", { name: "The other device does not work any more" });
  first.focus();
  await user.keyboard(" ");
  await user.tab();
  await user.tab();
  await user.keyboard("{Enter}");
  expect(onMove).toHaveBeenCalledWith("device_broke");
});

it("asks for a reason before it moves anything", async () => {
  const user = userEvent.setup();
  const { onMove } = show();
  await user.click(screen.getByRole("button", { name: "Continue here" }));
  expect(onMove).not.toHaveBeenCalled();
  expect(screen.getByText("Choose one of the two.")).toBeVisible();
});

it("leaves the exam where it is by button and by Escape", async () => {
  const user = userEvent.setup();
  const { onStay } = show();
  await user.click(screen.getByRole("button", { name: "Not here" }));
  await user.keyboard("{Escape}");
  expect(onStay).toHaveBeenCalledTimes(2);
});
