import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { keys, meQuery } from "../api/queries";
import type { Profile } from "../api/types";
import { useSignedIn } from "./signedIn";

/**
 * Asks for a sign-in above the page when a socket found out that there is none any more, and calls `goOn` once the page's own
 * person has signed in: never before, so that a server that goes on refusing is not hammered. Also when that person comes back
 * after somebody else was signed in in this browser: a socket may have been told meanwhile that the session is not theirs.
 */
export function useSignInAgain(isSignedOut: boolean, goOn: () => void): void {
  const client = useQueryClient();
  const { id } = useSignedIn();
  const { data: profile } = useQuery(meQuery);
  const asked = useRef(false);
  const isReplaced = useRef(false);
  useEffect(() => {
    // Both: what this component was drawn with may be older than the question below.
    const isBack = profile?.id === id && client.getQueryData<Profile | null>(keys.me)?.id === id;
    if (profile && profile.id !== id) isReplaced.current = true;
    if (isBack && (isReplaced.current || (isSignedOut && asked.current))) {
      asked.current = isReplaced.current = false;
      goOn();
    } else if (!isSignedOut) {
      asked.current = false;
    } else if (!asked.current) {
      asked.current = true;
      client.setQueryData(keys.me, null);
    }
  }, [isSignedOut, profile, id, client, goOn]);
}
