import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import type { RefObject } from "react";
import type { SessionReview } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatDateTime } from "../ui/time";
import { tooLongWords } from "./decisionWords";
import { noteOn, type Decisions } from "./useDecisions";

/** What reviewers say to each other, oldest first, and a place to say more. No student sees it. */
export function NoteForm({
  about,
  comments,
  decisions,
  input,
  label,
}: {
  /** The incident's id; null for the session. */
  about: string | null;
  comments: SessionReview["comments"];
  decisions: Decisions;
  input?: RefObject<HTMLTextAreaElement | null>;
  label: string;
}) {
  const text = decisions.draft(noteOn(about));
  const { comment } = decisions;
  const isOurs = comment.variables?.incidentId === about;
  const tooLong = tooLongWords(text.trim());
  return (
    <Stack gap="xs">
      {comments.map((said) => (
        <div key={said.id} data-testid="note">
          <Text size="sm" className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
            {said.body}
          </Text>
          <Text size="xs" c="dimmed">
            {said.written_by !== null && `${said.written_by.display_name}, `}
            {formatDateTime(said.written_at)}
          </Text>
        </div>
      ))}
      <Textarea
        ref={input}
        label={label}
        description="Students do not see notes."
        autosize
        minRows={1}
        maxRows={6}
        value={text}
        error={tooLong}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
        onChange={(event) => {
          decisions.setDraft(noteOn(about), event.currentTarget.value);
        }}
      />
      {isOurs && <ProblemAlert error={comment.error} title="The note was not kept" />}
      {text.trim() !== "" && (
        <Group>
          <Button
            size="xs"
            variant="default"
            loading={comment.isPending && isOurs}
            disabled={tooLong !== undefined}
            onClick={() => {
              comment.mutate({ body: text.trim(), incidentId: about });
            }}
          >
            Keep the note
          </Button>
        </Group>
      )}
    </Stack>
  );
}
