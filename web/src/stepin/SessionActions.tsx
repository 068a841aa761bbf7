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
import { ACTION_WORDS, possibleKinds } from "./reasons";
import { StepInDialog } from "./StepInDialog";

const ICONS: Readonly<Record<InterventionKind, typeof IconClockPlus>> = {
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  more_time: IconClockPlus,
  end: IconDoorExit,
};

/** Everything that staff can do to one sitting, and say to its student. */
export function SessionActions({
  sessionId,
  examId,
  examTitle,
  student,
  status,
}: {
  sessionId: string;
  examId: string;
  examTitle: string;
  /** The student's name. */
  student: string;
  status: SessionStatus;
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
            const Icon = ICONS[each];
            return (
              <Menu.Item
                key={each}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => {
                  setKind(each);
                }}
              >
                {ACTION_WORDS[each]}
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
        exams={[{ id: examId, title: examTitle }]}
        one={{ sessionId, student }}
        onClose={() => {
          setIsWriting(false);
        }}
      />
    </>
  );
}
