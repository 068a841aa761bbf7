import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { BoardFilters } from "./BoardFilters";
import { parseAddress } from "./boardAddress";
import { countSessions } from "./boardCounts";

it("loses no letter while the address lags behind", async () => {
  const change = vi.fn();
  render(
    <MantineProvider env="test">
      <BoardFilters
        address={parseAddress(new URLSearchParams())}
        counts={countSessions([])}
        exams={[]}
        groups={[]}
        onChange={change}
      />
    </MantineProvider>,
  );
  await userEvent.type(screen.getByRole("textbox", { name: "Search" }), "ann");
  expect(screen.getByRole("textbox", { name: "Search" })).toHaveValue("ann");
  expect(change).toHaveBeenLastCalledWith({ search: "ann" });
});
