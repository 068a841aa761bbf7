import { Button, Group, Modal, NativeSelect, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import { stepIn } from "../api/stepin";
import type { InterventionKind, Reason } from "../api/types";
import { useDraft } from "../identity/drafts";
import { ProblemAlert } from "../ui/ProblemAlert";
import { categoryOf, REASONS } from "./reasons";

const MAX_NOTE_CHARACTERS = 300;
const MAX_MINUTES = 600;

interface Words {
  readonly title: string;
  readonly what: string;
  readonly verb: string;
}

const WORDS: Readonly<Record<InterventionKind, Words>> = {
  pause: {
    title: "Pause the session",
    what: "The clock stops, the questions are covered, and nothing that the camera sees counts until you resume it.",
    verb: "Pause",
  },
  resume: {
    title: "Resume the session",
    what: "The questions come back, and the clock goes on with the time that was left.",
    verb: "Resume",
  },
  more_time: {
    title: "Give more time",
    what: "The student’s end moves by this, past the exam’s close where need be.",
    verb: "Give more time",
  },
  end: {
    title: "End the session",
    what: "The session is over, with the answers that are saved. This cannot be undone.",
    verb: "End the session",
  },
};

const CHOICES = [
  { value: "", label: "Choose a reason" },
  ...REASONS.map(({ label, reasons }) => ({
    group: label,
    items: reasons.map((entry) => ({ value: entry.reason, label: entry.label })),
  })),
];

/** Asks for the reason, and does it. What was typed stays when it fails. */
export function StepInDialog({
  sessionId,
  student,
  kind,
  onClose,
}: {
  sessionId: string;
  student: string;
  /** Null while nothing is asked. */
  kind: InterventionKind | null;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={kind !== null}
      onClose={onClose}
      title={kind === null ? "" : `${WORDS[kind].title}: ${student}`}
      closeOnClickOutside={false}
      centered
    >
      {kind !== null && <StepInForm key={kind} sessionId={sessionId} kind={kind} onClose={onClose} />}
    </Modal>
  );
}

function StepInForm({ sessionId, kind, onClose }: { sessionId: string; kind: InterventionKind; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState<Reason | "">(kind === "resume" ? "resolved" : "");
  const [note, setNote] = useDraft(`${kind}:${sessionId}`);
  const [minutes, setMinutes] = useState<number | string>(10);
  const [isAsked, setIsAsked] = useState(false);
  const act = useMutation({
    mutationFn: (chosen: Reason) =>
      stepIn(sessionId, {
        kind,
        reason: chosen,
        category: categoryOf(chosen),
        note: note.trim() === "" ? null : note,
        minutes: kind === "more_time" ? Number(minutes) : null,
      }),
    onSuccess: () => {
      setNote("");
      onClose();
    },
    // After a refusal as well: somebody else was faster, and what is shown is old.
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: keys.session(sessionId) });
      await client.invalidateQueries({ queryKey: keys.interventions(sessionId) });
    },
  });

  const noteIsMissing = reason === "other" && note.trim() === "";
  const isTooLong = note.trim().length > MAX_NOTE_CHARACTERS;
  const minutesAreWrong =
    kind === "more_time" && !(Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= MAX_MINUTES);

  function submit() {
    setIsAsked(true);
    if (reason !== "" && !noteIsMissing && !isTooLong && !minutesAreWrong) act.mutate(reason);
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <Text size="sm">{WORDS[kind].what}</Text>
        {kind === "more_time" && (
          <NumberInput
            label="Minutes"
            min={1}
            max={MAX_MINUTES}
            // What is too little or too much is told, and not made more or less: a student gets what was typed, or nothing.
            clampBehavior="none"
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
            error={isAsked && minutesAreWrong ? `Choose 1 to ${MAX_MINUTES} minutes.` : undefined}
          />
        )}
        <NativeSelect
          label="Reason"
          withAsterisk
          data={CHOICES}
          value={reason}
          onChange={(event) => {
            setReason(event.currentTarget.value as Reason | "");
          }}
          error={isAsked && reason === "" ? "Choose a reason: the student is told it in plain words." : undefined}
        />
        <Textarea
          label="Note"
          description={`The student reads this, too. ${note.trim().length} of ${MAX_NOTE_CHARACTERS} characters.`}
          autosize
          minRows={2}
          maxRows={6}
          withAsterisk={reason === "other"}
          value={note}
          onChange={(event) => {
            setNote(event.currentTarget.value);
          }}
          error={
            isTooLong
              ? `Shorten the note to ${MAX_NOTE_CHARACTERS} characters.`
              : isAsked && noteIsMissing
                ? "Say which reason it is."
                : undefined
          }
        />
        <ProblemAlert error={act.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={act.isPending} {...(kind === "end" ? { color: "red.9" } : {})}>
            {WORDS[kind].verb}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
