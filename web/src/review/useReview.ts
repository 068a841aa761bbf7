import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { SessionReview } from "../api/types";

/** So often a page says that it is there, and sees what others have done. */
const LOOK_MILLIS = 1000;

/**
 * What people have decided about a session. For whoever reviews it this page is one of those around the table: it says that it is
 * there and at which incident, and follows what the others do.
 */
export function useReview(sessionId: string, incidentId: string | null) {
  const client = useQueryClient();
  const at = useRef(incidentId);
  useEffect(() => {
    at.current = incidentId;
  }, [incidentId]);
  return useQuery({
    queryKey: keys.review(sessionId),
    queryFn: () =>
      client.getQueryData<SessionReview>(keys.review(sessionId))?.may_decide === true
        ? server.attendReview(sessionId, at.current)
        : server.getSessionReview(sessionId),
    refetchInterval: ({ state }) => (state.data?.may_decide === true ? LOOK_MILLIS : false),
  });
}
