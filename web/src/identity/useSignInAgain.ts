import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { keys, meQuery } from "../api/queries";

/**
 * Asks for a sign-in above the page when a socket found out that there is none any more, and calls `goOn` once somebody has
 * signed in: never before, so that a server that goes on refusing is not hammered.
 */
export function useSignInAgain(isSignedOut: boolean, goOn: () => void): void {
  const client = useQueryClient();
  const { data: profile } = useQuery(meQuery);
  const asked = useRef(false);
  useEffect(() => {
    if (!isSignedOut) {
      asked.current = false;
    } else if (!asked.current) {
      asked.current = true;
      client.setQueryData(keys.me, null);
    } else if (profile && client.getQueryData(keys.me) !== null) {
      // Both: what this component was drawn with may be older than the question above.
      asked.current = false;
      goOn();
    }
  }, [isSignedOut, profile, client, goOn]);
}
