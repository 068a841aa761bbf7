import { Card, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import type { Answer, Question } from "../api/types";
import { formatClock } from "../ui/time";
import classes from "./AnswerList.module.css";

export function AnswerList({ questions, answers }: { questions: readonly Question[]; answers: readonly Answer[] }) {
  const byQuestion = new Map(answers.map((answer) => [answer.question_id, answer]));
  if (questions.length === 0) return <Text c="dimmed">This exam has no questions.</Text>;
  return (
    <Stack gap="sm">
      {questions.map((question, index) => {
        const answer = byQuestion.get(question.question_id);
        return (
          <Card key={question.question_id} withBorder radius="lg" padding="md">
            <Text size="sm" c="dimmed">
              Question {index + 1}
              {answer !== undefined && ` · saved ${formatClock(answer.saved_at)}`}
            </Text>
            <Text fw={500} mb="xs" className={classes.text}>
              {question.prompt}
            </Text>
            <AnswerView question={question} answer={answer} />
          </Card>
        );
      })}
    </Stack>
  );
}

function AnswerView({ question, answer }: { question: Question; answer: Answer | undefined }) {
  if (answer === undefined) {
    return (
      <Text size="sm" c="dimmed" fs="italic">
        No answer
      </Text>
    );
  }
  const { text, option_ids: chosen } = answer.value;
  if (chosen === null || chosen === undefined) return <Text className={classes.text}>{text}</Text>;
  return (
    <ul className={classes.options}>
      {question.options.map((option) => {
        const mine = chosen.includes(option.option_id);
        return (
          <li key={option.option_id} data-chosen={mine}>
            <span className={classes.mark}>{mine && <IconCheck size={16} aria-label="Chosen:" />}</span>
            {option.text}
          </li>
        );
      })}
    </ul>
  );
}
