import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { useSignInAgain } from "../../identity/useSignInAgain";
import { EventChannel, eventChannelUrl, type ChannelSnapshot } from "./eventChannel";

const NOTHING: ChannelSnapshot = { state: "connecting", sitting: null, isCurrent: false, silentSinceMillis: null };
const subscribeToNothing = () => () => undefined;
const getNothing = () => NOTHING;

/**
 * The page's event channel while there is a session; asks for a new sign-in above the page when the old one has ended.
 *
 * @param sessionId undefined before the exam is started and after it is over
 */
export function useEventChannel(sessionId: string | undefined, windowId: string) {
  const channel = useMemo(
    () => (sessionId === undefined ? undefined : new EventChannel(eventChannelUrl(sessionId, windowId))),
    [sessionId, windowId],
  );
  useEffect(() => {
    channel?.start();
    return () => channel?.stop();
  }, [channel]);
  const snapshot = useSyncExternalStore(channel?.subscribe ?? subscribeToNothing, channel?.getSnapshot ?? getNothing);
  const reconnect = useCallback(() => channel?.reconnect(), [channel]);
  useSignInAgain(snapshot.state === "signed_out", reconnect);
  return { channel, sitting: snapshot.sitting };
}
