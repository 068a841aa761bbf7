import { useState } from "react";
import type { Clip, Incident } from "../api/types";
import { findClip, playUntil, type ClipMoment } from "./clipLinks";

/** What plays, and for which incident. */
export interface Playing extends ClipMoment {
  /** Rises with each choice, so that choosing the same moment again plays it again; 0 is shown, not played. */
  readonly turn: number;
  readonly untilSeconds?: number | undefined;
  /** The incident that was chosen then; null if there was none. */
  readonly incidentId: string | null;
  /** Whether it shows no beginning of an incident, so that nothing on the page is about it. */
  readonly isOther: boolean;
}

/**
 * The incident that is chosen and the clip that plays. Lists, keys, the plot and the player all choose here, so that a clip never
 * stands beside another incident's decision.
 *
 * @param incidents by time
 */
export function useChosenIncident(incidents: readonly Incident[], clips: readonly Clip[]) {
  const [incidentId, setIncidentId] = useState<string | null>(null);
  const [playing, setPlaying] = useState<Playing | null>(null);
  const selected = incidents.find(({ id }) => id === incidentId) ?? incidents[0];

  function play(what: Omit<Playing, "turn">) {
    setPlaying((old) => ({ ...what, turn: (old?.turn ?? 0) + 1 }));
  }

  function choose(incident: Incident) {
    setIncidentId(incident.id);
    const moment = momentOf(incident, clips);
    if (moment !== undefined) play(moment);
  }

  /** Chooses the incident that this clip shows. A clip of none plays from its beginning. */
  function chooseClip(clip: Clip) {
    const shown = incidents.find((incident) => findClip(incident, clips)?.clip.id === clip.id);
    if (shown !== undefined) choose(shown);
    else play({ clip, atSeconds: 0, incidentId: selected?.id ?? null, isOther: true });
  }

  /** What belongs beside the selected incident, ready to be played if nothing plays; null if it has no clip. */
  function clipBeside(): Playing | null {
    if (playing !== null && playing.incidentId === (selected?.id ?? null)) return playing;
    if (selected === undefined) return firstClip(clips);
    const moment = momentOf(selected, clips);
    return moment === undefined ? null : { ...moment, turn: 0 };
  }

  return { incidentId, selected, playing, choose, chooseClip, clipBeside };
}

export type ChosenIncident = ReturnType<typeof useChosenIncident>;

function momentOf(incident: Incident, clips: readonly Clip[]): Omit<Playing, "turn"> | undefined {
  const moment = findClip(incident, clips);
  return (
    moment && { ...moment, untilSeconds: playUntil(incident, moment.clip), incidentId: incident.id, isOther: false }
  );
}

/** Before anything was chosen the first clip is shown, not played. */
export function firstClip(clips: readonly Clip[]): Playing | null {
  const clip = clips.toSorted((a, b) => a.recorded_at.localeCompare(b.recorded_at))[0];
  return clip === undefined ? null : { clip, atSeconds: 0, turn: 0, incidentId: null, isOther: true };
}
