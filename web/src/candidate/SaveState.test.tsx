import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { AnswersSnapshot } from "./answers/answerStore";
import { SaveState } from "./SaveState";

const SAVED: AnswersSnapshot = {
  entries: new Map(),
  unsavedCount: 0,
  pendingCount: 0,
  failure: null,
  isBackedUp: true,
  locked: null,
  isClosed: false,
};

it.each<[Partial<AnswersSnapshot>, string]>([
  [{}, "All answers saved"],
  [{ unsavedCount: 1, pendingCount: 1 }, "Saving…"],
  [
    { unsavedCount: 2, pendingCount: 2, failure: "No network." },
    "Not saved yet: 2 answers. Safe on this computer; trying again.",
  ],
  [
    { unsavedCount: 1, pendingCount: 1, failure: "No network.", isBackedUp: false },
    "Not saved yet: 1 answer. Only on this page until then, so please keep it open; trying again.",
  ],
  [{ unsavedCount: 1 }, "Not saved yet: 1 answer. Safe on this computer. See the note at the question."],
])("of %j says %s", (answers, words) => {
  render(
    <MantineProvider>
      <SaveState answers={{ ...SAVED, ...answers }} />
    </MantineProvider>,
  );
  expect(screen.getByTestId("save-state")).toHaveTextContent(words);
});
