import { useQuery } from "@tanstack/react-query";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { LiveSession } from "../api/types";
import { isOver } from "../ui/sittingStates";
import type { Choice } from "./BoardFilters";

const FRESH_MILLIS = 60_000;

/** A group that can be chosen, and whom of it one may see. */
export interface BoardGroup extends Choice {
  readonly members: ReadonlySet<string>;
}

/** The groups of one exam, with how many of each sit it now; none without an exam. */
export function useGroups(examId: string | null, sessions: ReadonlyMap<string, LiveSession>): readonly BoardGroup[] {
  const { data = [] } = useQuery({
    queryKey: keys.groups(examId ?? ""),
    queryFn: () => server.listGroups(examId ?? ""),
    enabled: examId !== null,
    staleTime: FRESH_MILLIS,
  });
  const sitting = [...sessions.values()].filter(({ exam_id, status }) => exam_id === examId && !isOver(status));
  return data
    .map(({ group_id, name, members }) => {
      const ids = new Set(members.map(({ id }) => id));
      return {
        id: group_id,
        title: name,
        members: ids,
        count: sitting.filter(({ student }) => ids.has(student.id)).length,
      };
    })
    .filter(({ members }) => members.size > 0);
}
