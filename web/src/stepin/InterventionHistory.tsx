import { List, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keys } from "../api/queries";
import { listInterventions } from "../api/stepin";
import type { Intervention } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { formatClock } from "../ui/time";
import { KIND_WORDS, reasonWords } from "./reasons";

const LOOK_MILLIS = 5_000;

/** What staff did to a sitting, neutrally: none of it says anything against the student. Nothing where nothing was done. */
export function InterventionHistory({ sessionId, own }: { sessionId: string; own: boolean }) {
  const history = useQuery({
    queryKey: keys.interventions(sessionId),
    queryFn: () => listInterventions(sessionId),
    refetchInterval: own ? false : LOOK_MILLIS, // a colleague may step in, too
  });
  if (history.isError) return <ProblemAlert error={history.error} title="What was done cannot be shown just now" />;
  if (history.data === undefined || history.data.length === 0) return null;
  return (
    <div data-testid="interventions">
      <Title order={2} fz={18} mb="sm">
        {own ? "What your proctors did" : "What was done"}
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        While an exam is paused nothing that the camera sees counts.
      </Text>
      <List listStyleType="none" spacing="sm">
        {history.data.map((intervention) => (
          <List.Item key={intervention.intervention_id}>
            <Text size="sm" fw={600}>
              {own ? intervention.words : staffWords(intervention)}
            </Text>
            {intervention.note !== null && (
              <Text size="sm" className="anywhere">
                {intervention.note}
              </Text>
            )}
            <Text size="xs" c="dimmed" className="numeric">
              {formatClock(intervention.at)}
              {intervention.by !== null && ` · ${intervention.by.display_name}`}
            </Text>
          </List.Item>
        ))}
      </List>
    </div>
  );
}

const staffWords = ({ kind, minutes, reason }: Intervention): string =>
  `${KIND_WORDS[kind]}${minutes === null ? "" : ` (${minutes} min)`}: ${reasonWords(reason)}`;
