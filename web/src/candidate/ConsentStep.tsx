import { Button, Card, Checkbox, Group, List, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { ExamSummary } from "../api/types";
import { formatDateTime, formatMinutes } from "../ui/time";
import { questionCount } from "../ui/words";

export function ConsentStep({ exam, onAccept }: { exam: ExamSummary; onAccept: () => void }) {
  const [accepted, setAccepted] = useState(false);
  return (
    <Stack maw={680} mx="auto" gap="lg">
      <div>
        <Text c="dimmed" size="sm">
          Step 1 of 2
        </Text>
        <Title order={1} fz={26}>
          {exam.title}
        </Title>
        <Text c="dimmed" mt={4}>
          {questionCount(exam.question_count)} · {formatMinutes(exam.duration_minutes)} · open until{" "}
          {formatDateTime(exam.closes_at)}
        </Text>
      </div>
      {exam.description !== "" && (
        <Text className="anywhere" style={{ whiteSpace: "pre-wrap" }}>
          {exam.description}
        </Text>
      )}
      <Card withBorder radius="lg" padding="lg">
        <Title order={2} fz={18} mb="sm">
          How this exam is watched
        </Title>
        <List spacing="xs">
          <List.Item>
            Your camera picture is sent to the exam server while you answer. There it is analysed by a program: whether
            you are in view, and which way you look. No sound is recorded.
          </List.Item>
          {exam.looks_for_phones && (
            <List.Item>
              The program also looks for a phone in the picture. It can be wrong: what it finds is called a possible
              phone, costs no focus score, and people look at it.
            </List.Item>
          )}
          {exam.admission !== null && (
            <List.Item>
              A proctor lets you in, after a look at one picture that you take yourself. Before that nobody sees your
              camera.
            </List.Item>
          )}
          <List.Item>
            The pictures themselves are not kept. Only when something stands out, a clip of 10 seconds around that
            moment is stored. People look at it before anything is decided.
          </List.Item>
          <List.Item>
            You see the same focus score as your proctors do, live, and afterwards your own clips under “My results”.
          </List.Item>
          <List.Item>
            Looking away for a moment is normal. A dark picture or a lost connection costs you nothing, and your answers
            are saved as you type.
          </List.Item>
        </List>
      </Card>
      <Checkbox
        checked={accepted}
        onChange={(event) => {
          setAccepted(event.currentTarget.checked);
        }}
        label="I have read this, and I agree to be watched by camera during this exam."
      />
      <Group>
        <Button disabled={!accepted} onClick={onAccept}>
          Continue to the camera check
        </Button>
        <Button component={Link} to="/" variant="subtle">
          Not now
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        {exam.admission === null
          ? "Your time starts after the camera check, when you press “Start the exam”."
          : "Your time starts after the camera check, when a proctor lets you in."}
      </Text>
    </Stack>
  );
}
