/** How watched time is said to people. */
import type { Watching } from "../api/types";

/** Why a student is not watched, as the end of "Not watched: ". */
const CAUSES: Readonly<Record<string, string>> = {
  no_picture: "no usable picture",
  slow_link: "slow link",
  outage: "connection lost",
  server_full: "server full",
};

export const unwatchedWords = (cause: string): string => `Not watched: ${CAUSES[cause] ?? cause.replaceAll("_", " ")}`;

/** "97 %", rounded down: only what was watched throughout is 100 %. */
export const shareWords = (share: number): string => `${Math.floor(share * 100)} %`;

/** The watched part of a sitting; what was never measured says so. */
export function watchedWords(watching: Watching | null | undefined): string {
  if (watching === null || watching === undefined) return "not measured";
  return watching.watched_share === null ? "–" : shareWords(watching.watched_share);
}

/** Why the rest was not watched: "no usable picture 40 s, slow link 2 min"; empty where all was. */
export function unwatchedParts({ unwatched_seconds: seconds }: Watching): string {
  return (["no_picture", "slow_link", "outage", "server_full"] as const)
    .filter((cause) => seconds[cause] > 0)
    .map((cause) => `${CAUSES[cause] ?? cause} ${durationWords(seconds[cause])}`)
    .join(", ");
}

export const durationWords = (seconds: number): string =>
  seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
