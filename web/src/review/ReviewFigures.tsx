import { Alert, Anchor, Card, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Problem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Share } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { watchedWords } from "../ui/watching";
import { behaviorWords } from "../ui/words";

const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** "60 % (39 to 78 %) of 20", or that there are too few to say, or none. */
export function shareWords({ decided, so, share, low, high }: Share): string {
  if (decided === 0) return "none yet";
  if (share === null || low === null || high === null) return `too few (${so} of ${decided})`;
  return `${percent(share)} (${Math.round(low * 100)} to ${percent(high)}) of ${decided}`;
}

/** How often people agreed with the program in this exam, and what it missed; nothing for whoever does not review it. */
export function ReviewFigures({ examId }: { examId: string }) {
  const figures = useQuery({
    queryKey: keys.reviewStatistics(examId),
    queryFn: () => server.getReviewStatistics(examId),
  });
  if (figures.isPending) return null;
  // Whoever only writes the exam sees no sitting, and no figures of them.
  if (figures.error instanceof Problem && figures.error.status === 403) return null;
  if (figures.isError) return <ProblemAlert error={figures.error} title="The figures could not be read" />;
  const { behaviors, sample, watched } = figures.data;
  const weak = behaviors.filter(({ stands_in_under_half: isWeak }) => isWeak);
  return (
    <Card
      withBorder
      radius="lg"
      padding="md"
      component="section"
      aria-label="How often flags stood"
      data-testid="review-figures"
    >
      <Stack gap="sm">
        <Title order={2} fz={18}>
          How often flags stood
        </Title>
        {weak.length > 0 && (
          <Alert color="orange" variant="light">
            Fewer than half of these flags were confirmed:{" "}
            {weak.map(({ behavior }) => behaviorWords(behavior)).join(", ")}. Look at their thresholds in the policy of
            the exam.
          </Alert>
        )}
        {behaviors.length === 0 ? (
          <Text c="dimmed">No incident is decided yet.</Text>
        ) : (
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Behaviour</Table.Th>
                <Table.Th>Confirmed</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {behaviors.map(({ behavior, confirmed }) => (
                <Table.Tr key={behavior}>
                  <Table.Td>{behaviorWords(behavior)}</Table.Td>
                  <Table.Td className="numeric">{shareWords(confirmed)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
        <Text size="sm">
          Sessions in which the program saw nothing and people looked all the same, with a concern: {shareWords(sample)}
          .
        </Text>
        {watched.measured > 0 && (
          <Text size="sm" data-testid="exam-watched">
            Watched: {watchedWords(watched.total)} of the time of {watched.measured} sessions
            {watched.mostly_unwatched > 0 && `; of ${watched.mostly_unwatched} less than half`}.
          </Text>
        )}
        <Text size="xs" c="dimmed">
          In brackets the range in which the true share lies 95 times of 100. Fewer than 20 decisions say too little.
        </Text>
        <Anchor href={server.labelsUrl(examId)} size="sm" download>
          Decisions as labels.csv
        </Anchor>
      </Stack>
    </Card>
  );
}
