import { Group, NumberInput, Paper, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconAlertTriangle, IconCircleCheck, IconHelpCircle } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { RoomForecast } from "../api/types";
import { roomAdvice, roomWords, SOURCE_WORDS } from "./roomWords";

const ICONS: Readonly<Record<RoomForecast["verdict"], typeof IconCircleCheck>> = {
  fits: IconCircleCheck,
  few_frames: IconAlertTriangle,
  too_small: IconAlertTriangle,
  unknown: IconHelpCircle,
};

/** Servers come and go, and learn what a frame costs. */
const AGAIN_MILLIS = 15_000;
const TYPED_MILLIS = 400;
const MOST_STUDENTS = 1_000_000;

/** Whether the servers that run now can watch everybody who will sit this exam, and what to do if not. */
export function RoomFit({ examId }: { examId: string }) {
  const [typed, setTyped] = useState<number | null>(null);
  const [students] = useDebouncedValue(typed, TYPED_MILLIS);
  const room = useQuery({
    queryKey: keys.room(examId, students),
    queryFn: () => server.forecastRoom(examId, students ?? undefined),
    refetchInterval: AGAIN_MILLIS,
    placeholderData: keepPreviousData,
  });
  const forecast = room.data;
  const Icon = ICONS[forecast?.verdict ?? "unknown"];
  return (
    <Paper withBorder radius="lg" p="md" component="section" aria-label="Will the room fit?" data-testid="room-fit">
      <Group align="flex-start" gap="md">
        <NumberInput
          label="Students at once"
          description={forecast === undefined ? "Who will sit it together" : SOURCE_WORDS[forecast.source]}
          min={1}
          max={MOST_STUDENTS}
          allowDecimal={false}
          placeholder={forecast === undefined ? "" : String(forecast.students)}
          value={typed ?? ""}
          onChange={(value) => {
            const count = Number(value);
            setTyped(value === "" || !Number.isInteger(count) || count < 1 ? null : Math.min(count, MOST_STUDENTS));
          }}
          w={190}
        />
        <Group gap="xs" align="flex-start" wrap="nowrap" flex="1 1 300px" data-verdict={forecast?.verdict}>
          <Icon size={20} aria-hidden style={{ flex: "none", marginTop: 2 }} />
          <Stack gap={4} role="status">
            <Text fw={600}>
              {forecast !== undefined
                ? roomWords(forecast)
                : room.isError
                  ? "It cannot be said just now whether the room will fit."
                  : "Looking whether the room will fit …"}
            </Text>
            {forecast !== undefined && (
              <Text size="sm" c="dimmed">
                {roomAdvice(forecast)}
              </Text>
            )}
          </Stack>
        </Group>
      </Group>
    </Paper>
  );
}
