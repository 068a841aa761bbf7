import { createContext, useContext } from "react";
import type { Profile } from "../api/types";

export const SignedInContext = createContext<Profile | null>(null);

/** The signed-in person. For pages below `RequireRole`. */
export function useSignedIn(): Profile {
  const profile = useContext(SignedInContext);
  if (profile === null) throw new Error("This page is for signed-in people.");
  return profile;
}
