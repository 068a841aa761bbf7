import { Button, Card, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { IconPlayerSkipBack, IconPlayerSkipForward } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { clipContentUrl } from "../api/server";
import type { Clip } from "../api/types";
import { formatBytes, formatClock } from "../ui/time";
import { behaviorWords } from "../ui/words";
import { ClipCheckNote } from "./ClipCheckNote";
import classes from "./ClipPlayer.module.css";

/** Plays one clip from a given second, and halts once at `untilSeconds`. `turn` 0 shows it without playing. */
export function ClipPlayer({
  clips,
  missing,
  selection,
  onSelect,
}: {
  clips: readonly Clip[];
  /** Whether there are moments of which a clip could be expected. */
  missing: boolean;
  selection: { clip: Clip; atSeconds: number; turn: number; untilSeconds?: number | undefined } | null;
  onSelect: (clip: Clip) => void;
}) {
  const video = useRef<HTMLVideoElement>(null);
  const [rate, setRate] = useState(1);
  const [failedClipId, setFailedClipId] = useState<string | null>(null);
  const clipId = selection?.clip.id;
  const atSeconds = selection?.atSeconds ?? 0;
  const turn = selection?.turn ?? 0;
  const untilSeconds = selection?.untilSeconds;
  /** The clip and turn that have halted already: whoever plays on from there sees the rest. */
  const halted = useRef<string | null>(null);

  useEffect(() => {
    const player = video.current;
    if (player === null || turn === 0) return;
    const jump = () => {
      player.currentTime = atSeconds;
      // Browsers may refuse to play unasked; the controls are there then.
      void player.play().catch(() => undefined);
    };
    if (player.readyState >= HTMLMediaElement.HAVE_METADATA) {
      jump();
      return;
    }
    player.addEventListener("loadedmetadata", jump, { once: true });
    return () => {
      player.removeEventListener("loadedmetadata", jump);
    };
  }, [clipId, atSeconds, turn]);

  useEffect(() => {
    if (video.current !== null) video.current.playbackRate = rate;
  }, [rate, clipId]);

  if (selection === null) {
    return (
      <Text c="dimmed">
        {missing
          ? "No clip of these moments has arrived. A browser without its camera or its connection cannot send any; that says nothing about the student."
          : "No clip was kept. Clips are kept only of moments that stood out."}
      </Text>
    );
  }
  const { clip } = selection;
  const index = clips.findIndex(({ id }) => id === clip.id);
  const before = clips[index - 1];
  const after = clips[index + 1];
  return (
    <Card withBorder radius="lg" padding="md">
      <Stack gap="sm">
        <video
          key={clip.id}
          ref={video}
          className={classes.video}
          src={clipContentUrl(clip.id)}
          controls
          muted
          playsInline
          preload="auto"
          aria-label={`Clip: ${behaviorWords(clip.behavior)}, ${formatClock(clip.recorded_at)}`}
          data-testid="clip-video"
          onError={() => {
            setFailedClipId(clip.id);
          }}
          onTimeUpdate={({ currentTarget: player }) => {
            const now = `${clip.id} ${turn}`;
            if (untilSeconds === undefined || halted.current === now || player.currentTime < untilSeconds) return;
            halted.current = now;
            player.pause();
          }}
        />
        {failedClipId === clip.id && (
          <Text size="sm" role="alert" c="var(--app-danger)">
            This clip could not be loaded. Try again in a moment, or load the page again.
          </Text>
        )}
        <Group justify="space-between">
          <div>
            <Text fw={600}>{behaviorWords(clip.behavior)}</Text>
            <Text size="sm" c="dimmed" className="numeric">
              {formatClock(clip.recorded_at)} · {(clip.duration_ms / 1000).toFixed(1)} s ·{" "}
              {formatBytes(clip.file_size_bytes)}
            </Text>
          </div>
          <Group gap="xs">
            <NativeSelect
              aria-label="Speed"
              size="xs"
              value={String(rate)}
              onChange={(event) => {
                setRate(Number(event.currentTarget.value));
              }}
              data={[
                { value: "0.5", label: "0.5 ×" },
                { value: "1", label: "1 ×" },
                { value: "2", label: "2 ×" },
              ]}
            />
            <Button
              size="xs"
              variant="default"
              disabled={before === undefined}
              leftSection={<IconPlayerSkipBack size={14} aria-hidden />}
              onClick={() => {
                if (before !== undefined) onSelect(before);
              }}
            >
              Earlier
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={after === undefined}
              rightSection={<IconPlayerSkipForward size={14} aria-hidden />}
              onClick={() => {
                if (after !== undefined) onSelect(after);
              }}
            >
              Later
            </Button>
          </Group>
        </Group>
        <ClipCheckNote clip={clip} />
        <Text size="xs" c="dimmed" className="numeric">
          Clip {index + 1} of {clips.length}
        </Text>
      </Stack>
    </Card>
  );
}
