import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { EventChannel } from "./events/eventChannel";
import type { Proctoring } from "./proctoring";
import { UnwatchedNotice } from "./UnwatchedNotice";

const MESSAGE = "Please see that your camera is on.";
const store = (snapshot: unknown) => ({ subscribe: () => () => undefined, getSnapshot: () => snapshot });

it.each([
  ["says what to do while no usable picture comes", { since: "2026-03-01T10:00:00.000Z", message: MESSAGE }, [], true],
  ["says nothing while one does", null, [], false],
  ["says nothing where an older server tells nothing of it", undefined, [], false],
  [
    "says it once where the camera's socket says it too",
    { since: "2026-03-01T10:00:00.000Z", message: MESSAGE },
    [{ code: "unwatched", message: MESSAGE }],
    false,
  ],
])("%s", (_, unwatched, alerts, isSaid) => {
  const channel = store({ sitting: { unwatched } }) as unknown as EventChannel;
  const proctoring = store({ alerts }) as unknown as Proctoring;
  render(
    <MantineProvider env="test">
      <UnwatchedNotice channel={channel} proctoring={proctoring} />
    </MantineProvider>,
  );
  expect(screen.queryAllByText(MESSAGE)).toHaveLength(isSaid ? 1 : 0);
  expect(screen.getByRole("status")).toHaveTextContent(isSaid ? MESSAGE : "");
});
