import { Button, Menu } from "@mantine/core";
import {
  IconChevronDown,
  IconClockPlus,
  IconDoorExit,
  IconMessage,
  IconPlayerPause,
  IconPlayerPlay,
} from "@tabler/icons-react";
import { useState } from "react";
import type { InterventionKind, SessionStatus } from "../api/types";
import { ComposerDialog } from "./Composer";
import { possibleKinds } from "./reasons";
import { StepInDialog } from "./StepInDialog";

const ITEMS: Readonly<Record<InterventionKind, { label: string; icon: typeof IconClockPlus }>> = {
  pause: { label: "Pause…", icon: IconPlayerPause },
  resume: { label: "Resume…", icon: IconPlayerPlay },
  more_time: { label: "More time…", icon: IconClockPlus },
  end: { label: "End the exam…", icon: IconDoorExit },
};

/** Everything that staff can do to one sitting, and say to its student. */
export function SessionActions({
  sessionId,
  examId,
  examTitle,
  student,
  status,
  isCompact = false,
}: {
  sessionId: string;
  examId: string;
  examTitle: string;
  /** The student's name. */
  student: string;
  status: SessionStatus;
  /** For a row of many: the button says only what it is to a screen reader. */
  isCompact?: boolean;
}) {
  const [kind, setKind] = useState<InterventionKind | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const kinds = possibleKinds(status);
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            size={isCompact ? "compact-xs" : "sm"}
            rightSection={<IconChevronDown size={14} aria-hidden />}
            aria-label={`Step in: ${student}`}
          >
            Step in
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconMessage size={16} aria-hidden />}
            onClick={() => {
              setIsWriting(true);
            }}
          >
            Write a message…
          </Menu.Item>
          {kinds.map((each) => {
            const { label, icon: Icon } = ITEMS[each];
            return (
              <Menu.Item
                key={each}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => {
                  setKind(each);
                }}
              >
                {label}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
      <StepInDialog
        sessionId={sessionId}
        student={student}
        kind={kind}
        onClose={() => {
          setKind(null);
        }}
      />
      <ComposerDialog
        opened={isWriting}
        exams={[{ examId, title: examTitle }]}
        one={{ sessionId, student }}
        onClose={() => {
          setIsWriting(false);
        }}
      />
    </>
  );
}
