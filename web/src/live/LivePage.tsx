import { Badge, Button, Group, NativeSelect, Paper, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconRefresh, IconSearch, IconWifi, IconWifiOff } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState, useSyncExternalStore } from "react";
import type { SocketState } from "../api/reconnectingSocket";
import { useSignInAgain } from "../identity/useSignInAgain";
import { useSecondsSince } from "../ui/seconds";
import { AdmissionQueue } from "../stepin/AdmissionQueue";
import { ComposerButton } from "../stepin/Composer";
import { Hands } from "../stepin/Hands";
import { Loading, usePageTitle } from "../ui/StatusPages";
import { formatClock, formatSeconds } from "../ui/time";
import { Leaderboard } from "./Leaderboard";
import { countSessions, filterSessions, sortSessions, type Counts, type SortKey } from "./boardRows";
import { getLiveSnapshot, reconnectLive, subscribeLive } from "./liveStore";
import classes from "./LivePage.module.css";

/** `/live`: everyone who sits an exam now. */
export function LivePage() {
  usePageTitle("Live");
  const { link, heardAtMillis, serverTime, loaded, sessions } = useSyncExternalStore(subscribeLive, getLiveSnapshot);
  useSignInAgain(link === "signed_out", reconnectLive);
  const [search, setSearch] = useState("");
  const [examId, setExamId] = useState<string | null>(null);
  const [attentionOnly, setAttentionOnly] = useState(false);
  const [sortKey, setSortKey] = useState<SortKey>("cheat_score");
  const typed = useDeferredValue(search);

  const counts = useMemo(() => countSessions(sessions.values()), [sessions]);
  const exams = useMemo(
    () => new Map([...sessions.values()].map((session) => [session.exam_id, session.exam_title])),
    [sessions],
  );
  const rows = useMemo(
    () => sortSessions(filterSessions(sessions.values(), { search: typed, examId, attentionOnly }), sortKey),
    [sessions, typed, examId, attentionOnly, sortKey],
  );

  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={1} fz={26}>
          Live
        </Title>
        <Group gap="sm">
          <ComposerButton exams={[...exams].map(([id, title]) => ({ examId: id, title }))} />
          <LinkBadge link={link} />
        </Group>
      </Group>
      {link !== "connected" && serverTime !== null && heardAtMillis !== null && (
        <OldPicture link={link} heardAtMillis={heardAtMillis} serverTime={serverTime} />
      )}
      <AdmissionQueue examId={examId} />
      <Hands examId={examId} />
      <Summary counts={counts} />
      <Paper withBorder radius="lg" p="sm">
        <Group gap="sm" align="flex-end">
          <TextInput
            label="Search"
            placeholder="Name or username"
            leftSection={<IconSearch size={16} aria-hidden />}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
            }}
            flex="1 1 200px"
          />
          {exams.size > 1 && (
            <NativeSelect
              flex="1 1 180px"
              label="Exam"
              value={examId ?? ""}
              onChange={(event) => {
                setExamId(event.currentTarget.value === "" ? null : event.currentTarget.value);
              }}
              data={[{ value: "", label: "All exams" }, ...[...exams].map(([value, label]) => ({ value, label }))]}
            />
          )}
          <NativeSelect
            flex="1 1 180px"
            label="Order"
            value={sortKey}
            onChange={(event) => {
              setSortKey(event.currentTarget.value as SortKey);
            }}
            data={[
              { value: "cheat_score", label: "Cheat score, highest first" },
              { value: "open_incidents", label: "Open incidents first" },
              { value: "focus_score", label: "Focus score, lowest first" },
              { value: "name", label: "Name" },
            ]}
          />
          <Switch
            label="Only who needs a look"
            checked={attentionOnly}
            onChange={(event) => {
              setAttentionOnly(event.currentTarget.checked);
            }}
            mb={8}
          />
        </Group>
      </Paper>
      {!loaded ? (
        <Loading what="the students" />
      ) : (
        <div className={classes.rows} data-old={link !== "connected"} data-testid="live-rows">
          <Leaderboard rows={rows} showExam={exams.size > 1 && examId === null} />
          {rows.length === 0 && (
            <Text c="dimmed" ta="center" py="xl">
              {sessions.size === 0
                ? "Nobody is sitting an exam right now. Students appear here by themselves."
                : "Nobody matches the search and filters."}
            </Text>
          )}
        </div>
      )}
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

function Summary({ counts }: { counts: Counts }) {
  const figures = [
    { label: "sitting an exam", value: counts.active },
    { label: "need a look", value: counts.attention },
    { label: "in view", value: counts.byPresence.present },
    { label: "face hidden", value: counts.byPresence.hidden },
    { label: "not in view", value: counts.byPresence.absent },
    { label: "cannot tell", value: counts.byPresence.unknown },
    { label: "no camera", value: counts.disconnected },
    { label: "not heard from", value: counts.silent },
  ];
  return (
    <Group gap="4px 20px" component="dl" m={0}>
      {figures.map(({ label, value }) => (
        <Group key={label} gap={6} align="baseline">
          <Text component="dd" m={0} fw={650} fz={20} className="numeric" {...(value === 0 ? { c: "dimmed" } : {})}>
            {value}
          </Text>
          <Text component="dt" size="sm" c="dimmed">
            {label}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
