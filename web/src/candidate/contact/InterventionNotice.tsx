import { Alert, Text } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import type { Intervention } from "../../api/types";
import { formatClock } from "../../ui/time";

const SEEN = "invigil-intervention-seen";

const isSeen = (id: string): boolean => sessionStorage.getItem(SEEN) === id;

/** Says that the time was changed or that the exam goes on, until it is closed. A pause and an end have a page of their own. */
export function InterventionNotice({
  intervention,
  endsAt,
}: {
  intervention: Intervention;
  /** RFC 3339; null while the clock stands still, when nobody knows it. */
  endsAt: string | null;
}) {
  const { intervention_id: id, kind, words, note } = intervention;
  const [isClosed, setIsClosed] = useState(() => isSeen(id));
  if (isClosed || kind === "pause" || kind === "end") return null;
  return (
    <Alert
      color="blue"
      variant="light"
      icon={<IconClock aria-hidden />}
      title={words}
      withCloseButton
      closeButtonLabel="Close this note"
      onClose={() => {
        sessionStorage.setItem(SEEN, id);
        setIsClosed(true);
      }}
      data-testid="intervention"
    >
      {note !== null && (
        <Text size="sm" className="anywhere">
          {note}
        </Text>
      )}
      {endsAt !== null && <Text size="sm">Your exam now ends at {formatClock(endsAt)}.</Text>}
    </Alert>
  );
}
