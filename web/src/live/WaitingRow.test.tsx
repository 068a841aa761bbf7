import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { expect, it } from "vitest";
import { LeaderboardRow } from "./LeaderboardRow";
import { liveSession } from "./liveSession.fixture";
import { Tile } from "./Tile";

const waiting = liveSession("a", { status: "waiting", cheat_score: 0, focus_score: 100 });

it("shows no score and no picture of a student whose time has not started", () => {
  render(
    <MantineProvider>
      <MemoryRouter>
        <LeaderboardRow session={waiting} rank={1} current={false} showExam={false} topPx={0} heightPx={44} />
        <Tile session={waiting} current={false} />
      </MemoryRouter>
    </MantineProvider>,
  );
  expect(screen.getByTestId("cheat-score")).toHaveTextContent("–");
  expect(screen.getByTestId("focus-score")).toHaveTextContent("–");
  const tile = screen.getByTestId("tile");
  expect(tile).toHaveTextContent("Not shown before the start");
  expect(tile).not.toHaveTextContent("Cheat score");
});
