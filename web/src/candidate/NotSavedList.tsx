import { Alert, Button, CopyButton, Group, Stack, Text, Textarea } from "@mantine/core";
import { IconCopy, IconFileOff } from "@tabler/icons-react";
import type { AnswerValue, Question } from "../api/types";
import type { NotSaved } from "./notSaved";

/** What was written and is not part of the submitted exam, to be copied before the page is left. */
export function NotSavedList({ questions, notSaved }: { questions: readonly Question[]; notSaved: NotSaved }) {
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconFileOff aria-hidden />}
      title={
        notSaved.size === 1
          ? "One answer was not handed in as it is here"
          : `${notSaved.size} answers were not handed in as they are here`
      }
      data-testid="not-saved"
    >
      <Stack gap="md">
        <Text size="sm">
          The server did not have this when the exam was over, or had another version. Copy it now if you want to show
          it to your examiner: it is kept in this tab only, until you sign out.
        </Text>
        {questions.map((question, index) => {
          const value = notSaved.get(question.question_id);
          if (value === undefined) return null;
          const words = wordsOf(question, value);
          return (
            <div key={question.question_id}>
              <Textarea
                label={`Question ${index + 1}: this text was not handed in`}
                description={question.prompt}
                value={words}
                readOnly
                autosize
                minRows={1}
                maxRows={10}
              />
              <Group mt={6}>
                <CopyButton value={words}>
                  {({ copied, copy }) => (
                    <Button
                      size="xs"
                      variant="default"
                      leftSection={<IconCopy size={16} aria-hidden />}
                      onClick={copy}
                      aria-label={`Copy the text of question ${index + 1}`}
                    >
                      {copied ? "Copied" : "Copy"}
                    </Button>
                  )}
                </CopyButton>
              </Group>
            </div>
          );
        })}
      </Stack>
    </Alert>
  );
}

function wordsOf(question: Question, value: AnswerValue): string {
  if (typeof value.text === "string") return value.text;
  const chosen = question.options.filter(({ option_id }) => value.option_ids?.includes(option_id));
  return chosen.length === 0 ? "(nothing chosen)" : chosen.map(({ text }) => text).join("\n");
}
