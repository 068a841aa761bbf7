import { Alert, Button, Group, Kbd, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { DecisionReason } from "../api/types";
import { GROUP_WORDS, REASON_WORDS, tooLongWords, type ReasonChoice } from "./decisionWords";
import classes from "./ReasonForm.module.css";

/** Asks why: one of a few reasons, or words of one's own. The student reads both. */
export function ReasonForm({
  verb,
  choices,
  comment,
  warning,
  isBusy,
  isOptional,
  onComment,
  onDecide,
  onLeave,
}: {
  /** What is about to be done, such as "Dismiss". */
  verb: string;
  choices: readonly ReasonChoice[];
  comment: string;
  /** What to know before deciding; undefined if nothing. */
  warning: string | undefined;
  isBusy: boolean;
  /** Whether it needs neither reason nor words. */
  isOptional: boolean;
  onComment: (comment: string) => void;
  onDecide: (reason: DecisionReason | null) => void;
  onLeave: () => void;
}) {
  const tooLong = tooLongWords(comment);
  const form = useRef<HTMLDivElement>(null);
  // It may have been asked by a key, with this far below.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <Stack ref={form} gap="sm" role="group" aria-label={`${verb}: why?`} className={classes.form ?? ""}>
      <Text fw={600}>{verb}: why?</Text>
      {warning !== undefined && (
        <Alert color="orange" variant="light" role="alert" data-testid="taken-by-another">
          {warning}
        </Alert>
      )}
      <ul className={classes.reasons}>
        {choices.map(({ reason, group }, index) => (
          <li key={reason}>
            <Button
              variant="default"
              size="xs"
              fullWidth
              h="auto"
              mih={30}
              py={5}
              justify="flex-start"
              leftSection={<Kbd size="xs">{index + 1}</Kbd>}
              disabled={isBusy || tooLong !== undefined}
              classNames={{ label: classes.label ?? "" }}
              onClick={() => {
                onDecide(reason);
              }}
            >
              {GROUP_WORDS[group]}: {REASON_WORDS[reason]}
            </Button>
          </li>
        ))}
      </ul>
      <Textarea
        label="In your own words"
        description="The student reads this. With a reason it may stay empty."
        autosize
        minRows={2}
        maxRows={8}
        value={comment}
        error={tooLong}
        onChange={(event) => {
          onComment(event.currentTarget.value);
        }}
      />
      <Group gap="xs">
        <Button
          size="xs"
          loading={isBusy}
          disabled={tooLong !== undefined || (!isOptional && comment.trim() === "")}
          onClick={() => {
            onDecide(null);
          }}
        >
          {verb} with these words
        </Button>
        <Button size="xs" variant="default" onClick={onLeave}>
          Not yet
        </Button>
      </Group>
    </Stack>
  );
}
