import { Group, Text } from "@mantine/core";
import { IconAlertCircle, IconCircleCheck } from "@tabler/icons-react";
import type { CameraCheck } from "../../api/types";

/** How to sit for the camera, said as it changes; the same words for eyes and for a screen reader. */
export function SeatHint({ check }: { check: CameraCheck | undefined }) {
  const words = check === undefined ? undefined : seatWords(check);
  const isWell = words === WELL;
  const Icon = isWell ? IconCircleCheck : IconAlertCircle;
  return (
    // There before its words are: a screen reader tells only of what changes in it.
    <Group gap={6} mt="sm" role="status" wrap="nowrap" mih={24} data-testid="seat-hint">
      {words !== undefined && (
        <>
          <Icon
            size={18}
            aria-hidden
            color={isWell ? "var(--mantine-color-tide-6)" : "var(--mantine-color-yellow-7)"}
            style={{ flex: "none" }}
          />
          <Text size="sm">{words}</Text>
        </>
      )}
    </Group>
  );
}

const WELL = "You sit well: your face is in the picture and large enough.";

/** One look cannot tell a poster from a guest: nobody is sent out of a room for a picture on the wall. */
const OTHERS =
  "Somebody else seems to be in the picture. If so, please ask them to go where the camera does not see them, or turn it until you are alone in view. A picture on the wall does no harm.";

function seatWords({ presence, persons, face_size }: CameraCheck): string | undefined {
  if (presence === "unknown") return undefined; // the light's own hint tells why
  if (persons > 1) return OTHERS;
  if (face_size === null) return "Your face is not to be seen. Sit so that the camera has all of it in the picture.";
  return face_size === "small" ? "Your face is small in the picture. Please come nearer to the camera." : WELL;
}
