import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Incident } from "../api/types";
import { causeWords, sightWords } from "./causeWords";

/** Why an incident was noted: the rule, and for a look aside where the student looked. */
export function Cause({ incident }: { incident: Incident }) {
  const sight = useQuery({
    queryKey: keys.sight(incident.id),
    queryFn: () => server.getIncidentSight(incident.id),
    enabled: incident.behavior.startsWith("looking_") && incident.ended_at !== null,
    staleTime: Infinity,
  });
  return (
    <Text size="xs" c="dimmed" data-testid="cause">
      {causeWords(incident)} {sight.data !== undefined && sightWords(sight.data)}
    </Text>
  );
}
