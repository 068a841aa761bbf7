import { Button, Modal, Stack } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import type { InterventionKind, LiveSession } from "../api/types";
import { ComposerDialog } from "./Composer";
import { ACTION_WORDS, possibleKinds } from "./reasons";
import { StepInDialog } from "./StepInDialog";
import { closeStepIn, getStepIn, subscribeStepIn } from "./stepInChoice";

/** What can be done to the student who was chosen on the board, asked in one place for all rows. */
export function BoardStepIn({ sessions }: { sessions: ReadonlyMap<string, LiveSession> }) {
  const chosen = useSyncExternalStore(subscribeStepIn, getStepIn);
  const [act, setAct] = useState<{ session: LiveSession; what: InterventionKind | "message" } | null>(null);
  useEffect(() => closeStepIn, []);
  // As it stands now: somebody else may pause it while the dialog is open.
  const session = chosen === null ? null : (sessions.get(chosen.session_id) ?? chosen);
  const begin = (what: InterventionKind | "message") => {
    if (session !== null) setAct({ session, what });
    closeStepIn();
  };
  const end = () => {
    setAct(null);
  };
  return (
    <>
      <Modal
        opened={session !== null}
        onClose={closeStepIn}
        title={session === null ? "" : session.student.display_name}
        centered
        size="xs"
      >
        <Stack gap="xs">
          <Button
            variant="default"
            onClick={() => {
              begin("message");
            }}
          >
            Write a message…
          </Button>
          {session !== null &&
            possibleKinds(session.status).map((kind) => (
              <Button
                key={kind}
                variant="default"
                onClick={() => {
                  begin(kind);
                }}
              >
                {ACTION_WORDS[kind]}
              </Button>
            ))}
        </Stack>
      </Modal>
      {act !== null && act.what !== "message" && (
        <StepInDialog
          sessionId={act.session.session_id}
          student={act.session.student.display_name}
          kind={act.what}
          onClose={end}
        />
      )}
      {act?.what === "message" && (
        <ComposerDialog
          opened
          exams={[{ id: act.session.exam_id, title: act.session.exam_title }]}
          one={{ sessionId: act.session.session_id, student: act.session.student.display_name }}
          onClose={end}
        />
      )}
    </>
  );
}
