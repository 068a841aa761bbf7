import { Button, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useState } from "react";
import { clipContentUrl } from "../api/server";
import type { AppealIncident, Clip } from "../api/types";
import { ClipCheckNote } from "../review/ClipCheckNote";
import { findClip } from "../review/clipLinks";
import { formatClock } from "../ui/time";
import classes from "./appeal.module.css";

/** The clip of a moment, loaded when it is asked for: there may be dozens on the page. */
export function MomentClip({
  incident,
  clips,
  noClip,
}: {
  incident: AppealIncident;
  clips: readonly Clip[];
  /** Said where there is none. */
  noClip: string;
}) {
  const [opened, setOpened] = useState(false);
  const [failed, setFailed] = useState(false);
  const moment = findClip(incident, clips);
  if (moment === undefined) {
    return (
      <Text size="sm" c="dimmed">
        {noClip}
      </Text>
    );
  }
  const { clip, atSeconds } = moment;
  if (!opened) {
    return (
      <Button
        w="fit-content"
        size="xs"
        variant="default"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        aria-label={`Show the clip of ${formatClock(incident.started_at)}`}
        onClick={() => {
          setOpened(true);
        }}
      >
        Show the clip ({Math.round(clip.duration_ms / 1000)} seconds)
      </Button>
    );
  }
  return (
    <>
      <video
        className={classes.video}
        src={clipContentUrl(clip.id)}
        controls
        muted
        playsInline
        // The button that was pressed is gone.
        ref={(player) => {
          if (player?.currentTime === 0) player.focus();
        }}
        aria-label={`Clip of ${formatClock(incident.started_at)}`}
        onLoadedMetadata={(event) => {
          const player = event.currentTarget;
          player.currentTime = atSeconds;
          // Browsers may refuse to play unasked; the controls are there then.
          void player.play().catch(() => undefined);
        }}
        onError={() => {
          setFailed(true);
        }}
      />
      <ClipCheckNote clip={clip} />
      {failed && (
        <Text size="sm" role="alert" c="var(--app-danger)">
          This clip could not be loaded. Try again in a moment, or load the page again.
        </Text>
      )}
    </>
  );
}
