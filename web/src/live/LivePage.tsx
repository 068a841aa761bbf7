import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconRefresh, IconWifi, IconWifiOff } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useSyncExternalStore } from "react";
import type { SocketState } from "../api/reconnectingSocket";
import { useSignInAgain } from "../identity/useSignInAgain";
import { AdmissionQueue } from "../stepin/AdmissionQueue";
import { BoardStepIn } from "../stepin/BoardStepIn";
import { ComposerButton } from "../stepin/Composer";
import { Hands } from "../stepin/Hands";
import { useSecondsSince } from "../ui/seconds";
import { isOver } from "../ui/sittingStates";
import { Loading, usePageTitle } from "../ui/StatusPages";
import { formatClock, formatSeconds } from "../ui/time";
import { BoardFilters, Figures } from "./BoardFilters";
import { Leaderboard } from "./Leaderboard";
import classes from "./LivePage.module.css";
import { OverList } from "./OverList";
import { PulseLine } from "./PulseLine";
import { Tiles } from "./Tiles";
import { useBoardAddress } from "./boardAddress";
import { countSessions, takePulse } from "./boardCounts";
import { filterSessions, isAmong, sortSessions } from "./boardRows";
import { examChoices } from "./examChoices";
import { getLiveSnapshot, reconnectLive, subscribeLive } from "./liveStore";
import { useGroups } from "./useGroups";
import { useHeldOrder } from "./useHeldOrder";

/** `/live`: everyone who sits an exam now, as rows or as tiles. What is chosen stands in the address. */
export function LivePage() {
  usePageTitle("Live");
  const { link, heardAtMillis, serverTime, loaded, sessions } = useSyncExternalStore(subscribeLive, getLiveSnapshot);
  useSignInAgain(link === "signed_out", reconnectLive);
  const [address, choose] = useBoardAddress();
  const { situation, state, score, examId, groupId, order, hideQuiet } = address;
  const search = useDeferredValue(address.search);

  const pulse = useMemo(() => takePulse(sessions.values()), [sessions]);
  const exams = useMemo(() => examChoices(sessions.values()), [sessions]);
  const [onlyExam] = exams;
  const groups = useGroups(examId ?? (exams.length === 1 ? (onlyExam?.id ?? null) : null), sessions);
  const group = groups.find(({ id }) => id === groupId)?.members ?? null;
  const counts = useMemo(
    () => countSessions([...sessions.values()].filter((session) => isAmong(session, examId, group))),
    [sessions, examId, group],
  );
  const over = useMemo(
    () =>
      sortSessions(
        [...sessions.values()].filter(({ status }) => isOver(status)),
        "name",
      ),
    [sessions],
  );
  const rows = useMemo(() => {
    const filter = { search, situation, state, score, examId, group, hideQuiet };
    const sitting = [...sessions.values()].filter(({ status }) => !isOver(status));
    return sortSessions(filterSessions(sitting, filter), order);
  }, [sessions, search, situation, state, score, examId, group, hideQuiet, order]);
  const { isHeld, shown, handlers } = useHeldOrder(rows);

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} fz={26}>
          Live
        </Title>
        <Group gap="sm">
          <ComposerButton exams={exams} />
          <LinkBadge link={link} />
        </Group>
      </Group>
      {link !== "connected" && serverTime !== null && heardAtMillis !== null && (
        <OldPicture link={link} heardAtMillis={heardAtMillis} serverTime={serverTime} />
      )}
      <AdmissionQueue examId={examId} />
      <Hands examId={examId} />
      {loaded && (
        <PulseLine
          pulse={pulse}
          onShowSilent={() => {
            choose({ situation: "silent" });
          }}
        />
      )}
      <Figures address={address} counts={counts} onChange={choose} />
      <BoardFilters address={address} counts={counts} exams={exams} groups={groups} onChange={choose} />
      {!loaded ? (
        <Loading what="the students" />
      ) : (
        <div className={classes.rows} data-old={link !== "connected"} data-testid="live-rows">
          <Text size="xs" c="dimmed" className={classes.held} data-held={isHeld} aria-hidden={!isHeld}>
            Order held while you point at the list
          </Text>
          {shown.length > 0 && (
            <div {...handlers}>
              {address.view === "tiles" ? (
                <Tiles rows={shown} />
              ) : (
                <Leaderboard rows={shown} showExam={exams.length > 1 && examId === null} />
              )}
            </div>
          )}
          {rows.length === 0 && (
            <Text c="dimmed" ta="center" py="xl">
              {exams.every(({ count }) => count === 0)
                ? "Nobody is sitting an exam right now. Students appear here by themselves."
                : hideQuiet && counts.sitting > 0 && counts.quiet === counts.sitting
                  ? "Everybody is quiet. Whoever gets an incident appears here by themselves."
                  : "Nobody matches the search and filters."}
            </Text>
          )}
        </div>
      )}
      <BoardStepIn sessions={sessions} />
      <OverList
        sessions={over}
        open={address.overOpen}
        onToggle={() => {
          choose({ overOpen: !address.overOpen });
        }}
      />
    </Stack>
  );
}

const LINK_WORDS: Readonly<Record<SocketState, string>> = {
  connecting: "Connecting…",
  connected: "Live",
  silent: "Not heard from the server",
  reconnecting: "Connection lost, trying again…",
  no_room: "The server is full, trying again…",
  signed_out: "Signed out",
  ended: "Connection ended",
  closed: "Connection closed",
};

function LinkBadge({ link }: { link: SocketState }) {
  const connected = link === "connected";
  const Icon = connected ? IconWifi : link === "connecting" || link === "reconnecting" ? IconRefresh : IconWifiOff;
  return (
    <Badge
      size="lg"
      variant="light"
      color={connected ? "tide" : "orange"}
      {...(connected ? {} : { c: "light-dark(#8a3b00, var(--mantine-color-orange-2))" })}
      leftSection={<Icon size={14} aria-hidden />}
      role="status"
      data-testid="live-connection"
      data-connection={link}
    >
      {LINK_WORDS[link]}
    </Badge>
  );
}

/** Says that the rows are not the present. It counts, so it is no live region: the badge is. */
function OldPicture({
  link,
  heardAtMillis,
  serverTime,
}: {
  link: SocketState;
  heardAtMillis: number;
  serverTime: string;
}) {
  const seconds = useSecondsSince(heardAtMillis);
  return (
    <Paper withBorder radius="lg" p="sm" className={classes.old} data-testid="live-old">
      <Group justify="space-between">
        <Text size="sm">
          {link === "signed_out" ? "Your sign-in has ended" : `Not heard from the server for ${formatSeconds(seconds)}`}
          : what you see is from {formatClock(serverTime)}.
        </Text>
        {link !== "signed_out" && (
          <Button size="xs" variant="default" onClick={reconnectLive}>
            Try now
          </Button>
        )}
      </Group>
    </Paper>
  );
}
