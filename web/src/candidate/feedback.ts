import type { Alert, AnalysisResult } from "../api/analyzeMessages";
import type { Presence } from "../api/types";

/** An alert stays this long after the last picture that gave it, so that it can be read. */
const ALERT_MILLIS = 4000;
/** What is seen must gainsay an alert for so long before it goes: a single odd picture makes nothing flicker. */
const SETTLE_MILLIS = 500;
/** Without a result for this long, and for three pictures, the last one is no longer the present. */
const STALE_MILLIS = 2500;
const STALE_PICTURES = 3;

/** What results have said so far. */
export interface Feedback {
  readonly latest: LatestResult | null;
  /** In the order in which they came up. */
  readonly alerts: readonly KeptAlert[];
}

interface LatestResult {
  readonly focusScore: number;
  readonly presence: Presence;
  readonly targetFps: number;
  readonly atMillis: number;
}

interface KeptAlert {
  readonly alert: Alert;
  readonly lastMillis: number;
  /** Since when what is seen says otherwise; null while it does not. */
  readonly gainsaidSinceMillis: number | null;
}

/** What the page shows of it. */
export interface ShownFeedback {
  /** 0 to 100; null before the first result and while no pictures are analysed. */
  readonly focusScore: number | null;
  readonly presence: Presence | null;
  readonly alerts: readonly Alert[];
}

export const NO_FEEDBACK: Feedback = { latest: null, alerts: [] };

type SaidInResult = Pick<AnalysisResult, "focus_score" | "presence" | "alerts" | "target_fps">;

/**
 * Takes in a result. The server waits for seconds before it gives an alert, so its first one counts; but none comes up with a
 * picture that shows the contrary.
 */
export function afterResult(before: Feedback, result: SaidInResult, atMillis: number): Feedback {
  const { presence } = result;
  const kept = isFresh(before.latest, atMillis) ? before.alerts.filter((kept) => isLasting(kept, atMillis)) : [];
  const given = new Map(result.alerts.map((alert) => [alert.code, alert]));
  const alerts = kept.map(({ alert, lastMillis, gainsaidSinceMillis }): KeptAlert => {
    const again = given.get(alert.code);
    given.delete(alert.code);
    return {
      alert: again ?? alert,
      lastMillis: again === undefined ? lastMillis : atMillis,
      gainsaidSinceMillis: gainsays(presence, alert) ? (gainsaidSinceMillis ?? atMillis) : null,
    };
  });
  for (const alert of given.values()) {
    if (!gainsays(presence, alert)) alerts.push({ alert, lastMillis: atMillis, gainsaidSinceMillis: null });
  }
  return {
    latest: { focusScore: result.focus_score, presence, targetFps: result.target_fps, atMillis },
    alerts,
  };
}

/** What is shown at a time: nothing of a connection that is lost, and one sentence for one thing. */
export function shownAt({ latest, alerts }: Feedback, nowMillis: number): ShownFeedback {
  if (latest === null || !isFresh(latest, nowMillis)) return { focusScore: null, presence: null, alerts: [] };
  const shown = alerts.filter(
    (kept) =>
      isLasting(kept, nowMillis) &&
      (kept.gainsaidSinceMillis === null || nowMillis - kept.gainsaidSinceMillis < SETTLE_MILLIS),
  );
  // Of several directions the one given last, and of those that go on the first: words change as seldom as they can.
  const [look] = shown.filter(({ alert }) => isLookingAway(alert.code)).toSorted((a, b) => b.lastMillis - a.lastMillis);
  const away = shown.some(({ alert }) => alert.code === "away");
  return {
    focusScore: Math.round(latest.focusScore),
    presence: latest.presence,
    alerts: shown
      .filter((kept) => (isLookingAway(kept.alert.code) ? kept === look : !(away && kept.alert.code === "absent")))
      .map(({ alert }) => alert),
  };
}

/** Whether the page shows the same in both. */
export const isSameShown = (a: ShownFeedback, b: ShownFeedback): boolean =>
  a.focusScore === b.focusScore &&
  a.presence === b.presence &&
  a.alerts.length === b.alerts.length &&
  a.alerts.every((alert, index) => alert.message === b.alerts[index]?.message);

const isLookingAway = (code: string): boolean => code.startsWith("looking_");

const isLasting = ({ lastMillis }: KeptAlert, nowMillis: number): boolean => nowMillis - lastMillis <= ALERT_MILLIS;

/** A full server asks for a picture every 1.4 s: one that is late must not make score and alerts blink. */
const isFresh = (latest: LatestResult | null, nowMillis: number): boolean =>
  latest !== null && nowMillis - latest.atMillis < Math.max(STALE_MILLIS, (STALE_PICTURES * 1000) / latest.targetFps);

/** "We cannot see you" must not stand beside "You are in view"; and where nothing can be told, nothing is said. */
function gainsays(presence: Presence, { code }: Alert): boolean {
  if (code === "unwatched") return false; // of many pictures, or none: a single one says nothing of it
  const saysAbsent = code === "absent" || code === "away";
  switch (presence) {
    case "present":
      return saysAbsent || code === "face_hidden" || code === "camera_unusable";
    case "hidden":
      return saysAbsent || code === "camera_unusable" || code === "small_face";
    case "absent":
      return !saysAbsent;
    case "unknown":
      return code !== "camera_unusable";
  }
}
