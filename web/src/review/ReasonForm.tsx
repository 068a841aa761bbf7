import { Alert, Button, Group, Kbd, Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import type { DecisionReason } from "../api/types";
import { reasonStory } from "../appeal/appealWords";
import { GROUP_WORDS, REASON_WORDS, tooLongWords, type ReasonChoice } from "./decisionWords";
import classes from "./ReasonForm.module.css";
import { useReviewKeys } from "./reviewKeys";

/**
 * Asks why: one of a few reasons, words of one's own, or both. Nothing is decided before the button is pressed, above which stands what the
 * student will read.
 */
export function ReasonForm({
  verb,
  button,
  told,
  choices,
  comment,
  warning,
  isBusy,
  isOptional,
  keysOn,
  onComment,
  onDecide,
  onLeave,
}: {
  /** What is about to be done, such as "Dismiss". */
  verb: string;
  /** What the button says that does it. */
  button: string;
  /** When and how the student is told of it, before the reason; null where they are not. */
  told: { readonly when: string; readonly words: string } | null;
  choices: readonly ReasonChoice[];
  comment: string;
  /** What to know before deciding; undefined if nothing. */
  warning: string | undefined;
  isBusy: boolean;
  /** Whether it needs neither reason nor words. */
  isOptional: boolean;
  keysOn: boolean;
  onComment: (comment: string) => void;
  onDecide: (reason: DecisionReason | null) => void;
  onLeave: () => void;
}) {
  const [chosen, setChosen] = useState<{ readonly reason: DecisionReason; readonly byKey: boolean } | null>(null);
  const reason = chosen?.reason ?? null;
  const tooLong = tooLongWords(comment);
  const canDecide = tooLong === undefined && (isOptional || reason !== null || comment.trim() !== "");
  const form = useRef<HTMLDivElement>(null);
  const decides = useRef<HTMLButtonElement>(null);
  const toldId = useId();
  // It may have been asked by a key, with this far below.
  useEffect(() => {
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  // After the digit Enter decides.
  useEffect(() => {
    if (chosen?.byKey === true) decides.current?.focus();
  }, [chosen]);
  useReviewKeys(keysOn && !isBusy, (key) => {
    const choice = /^[1-9]$/.test(key) ? choices[Number(key) - 1] : undefined;
    if (choice === undefined) return false;
    setChosen({ reason: choice.reason, byKey: true });
    return true;
  });
  return (
    <Stack ref={form} gap="sm" role="group" aria-label={`${verb}: why?`} className={classes.form ?? ""}>
      <Text fw={600}>{verb}: why?</Text>
      {warning !== undefined && (
        <Alert color="orange" variant="light" role="alert" data-testid="taken-by-another">
          {warning}
        </Alert>
      )}
      <ul className={classes.reasons}>
        {choices.map(({ reason: itsReason, group }, index) => (
          <li key={itsReason}>
            <Button
              variant={itsReason === reason ? "light" : "default"}
              aria-pressed={itsReason === reason}
              size="xs"
              fullWidth
              h="auto"
              mih={30}
              py={5}
              justify="flex-start"
              leftSection={<Kbd size="xs">{index + 1}</Kbd>}
              disabled={isBusy}
              classNames={{ label: classes.label ?? "" }}
              onClick={() => {
                setChosen(itsReason === reason ? null : { reason: itsReason, byKey: false });
              }}
            >
              {GROUP_WORDS[group]}: {REASON_WORDS[itsReason]}
            </Button>
          </li>
        ))}
      </ul>
      <Textarea
        label="In your own words"
        description={`${told === null ? "Only reviewers read this." : "The student reads this."} With a reason it may stay empty.`}
        autosize
        minRows={2}
        maxRows={8}
        value={comment}
        error={tooLong}
        onChange={(event) => {
          onComment(event.currentTarget.value);
        }}
      />
      {canDecide && (
        <div id={toldId} className={classes.told} data-testid="told">
          <Text size="sm" c="dimmed">
            {told === null ? "The student is not told of this." : `The student will read ${told.when}:`}
          </Text>
          {told !== null &&
            [told.words, reasonStory({ reason }), comment.trim()]
              .filter((words) => words !== "")
              .map((words) => (
                <Text key={words} size="sm" className={`anywhere ${classes.words ?? ""}`}>
                  {words}
                </Text>
              ))}
        </div>
      )}
      <Group gap="xs">
        <Button
          ref={decides}
          size="sm"
          loading={isBusy}
          disabled={!canDecide}
          aria-describedby={canDecide ? toldId : undefined}
          onClick={() => {
            onDecide(reason);
          }}
        >
          {button}
        </Button>
        <Button size="sm" variant="default" onClick={onLeave}>
          Not yet
        </Button>
      </Group>
    </Stack>
  );
}
