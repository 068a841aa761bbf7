import { useSecondsSince } from "../ui/seconds";
import { formatSeconds } from "../ui/time";
import type { ConnectionState } from "./capture/messages";

/** Whether nothing comes from the server just now. */
export const isUnheard = (connection: ConnectionState): boolean =>
  connection === "silent" || connection === "reconnecting";

/** "Not heard from the server for 7 s"; the number, which goes on, is not read out. */
export function NotHeardFrom({ sinceMillis }: { sinceMillis: number }) {
  const seconds = useSecondsSince(sinceMillis);
  return (
    <span>
      Not heard from the server<span aria-hidden> for {formatSeconds(seconds)}</span>
    </span>
  );
}
