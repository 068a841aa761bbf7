import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Proctoring } from "../proctoring";
import type { EventChannel } from "./eventChannel";
import { ServerSilence } from "./ServerSilence";

const source = (snapshot: object) => ({ subscribe: () => () => undefined, getSnapshot: () => snapshot });
const silent = { silentSinceMillis: 1 };
const gone = { connection: "reconnecting", heardAtMillis: null };

function show(channel: object, proctoring: object, { isBackedUp = true, isLocked = false } = {}) {
  const channelSource = source(channel) as unknown as EventChannel;
  const proctoringSource = source(proctoring) as unknown as Proctoring;
  render(
    <MantineProvider>
      <ServerSilence
        channel={channelSource}
        proctoring={proctoringSource}
        isBackedUp={isBackedUp}
        isLocked={isLocked}
      />
    </MantineProvider>,
  );
  return screen.queryByTestId("server-silent");
}

it("says that nothing is heard, and to keep writing", () => {
  expect(show(silent, gone)).toHaveTextContent("Keep writing: your answers are kept on this computer.");
});

it("asks to keep the page open where nothing else keeps the answers", () => {
  expect(show(silent, gone, { isBackedUp: false })).toHaveTextContent("Keep writing, and keep this page open");
});

it("does not ask to write in a window where nothing can be written", () => {
  const words = show(silent, { ...gone, connection: "closed" }, { isLocked: true });
  expect(words).toHaveTextContent("The server has not been heard from");
  expect(words).not.toHaveTextContent("Keep writing");
  expect(words).toHaveTextContent("Go on in your other window");
});

it("says nothing while either way brings something", () => {
  expect(show({ silentSinceMillis: null }, gone)).toBeNull();
  expect(show(silent, { ...gone, connection: "connected" })).toBeNull();
});
