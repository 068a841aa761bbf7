import { Badge, Group, NativeSelect, Paper, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { IconRefresh, IconSearch, IconWifi } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useState, useSyncExternalStore } from "react";
import { Loading, usePageTitle } from "../ui/StatusPages";
import { Leaderboard } from "./Leaderboard";
import { countSessions, filterSessions, sortSessions, type Counts, type SortKey } from "./boardRows";
import { getLiveSnapshot, subscribeLive } from "./liveStore";
import type { LiveConnection } from "../api/liveSocket";

/** `/live`: everyone who sits an exam now. */
export function LivePage() {
  usePageTitle("Live");
  const { connection, loaded, sessions } = useSyncExternalStore(subscribeLive, getLiveSnapshot);
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
        <ConnectionBadge connection={connection} />
      </Group>
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
        <>
          <Leaderboard rows={rows} showExam={exams.size > 1 && examId === null} />
          {rows.length === 0 && (
            <Text c="dimmed" ta="center" py="xl">
              {sessions.size === 0
                ? "Nobody is sitting an exam right now. Students appear here by themselves."
                : "Nobody matches the search and filters."}
            </Text>
          )}
        </>
      )}
    </Stack>
  );
}

function ConnectionBadge({ connection }: { connection: LiveConnection }) {
  const connected = connection === "connected";
  return (
    <Badge
      size="lg"
      variant="light"
      color={connected ? "tide" : "orange"}
      leftSection={connected ? <IconWifi size={14} aria-hidden /> : <IconRefresh size={14} aria-hidden />}
      role="status"
      data-testid="live-connection"
      data-connection={connection}
    >
      {connected ? "Live" : connection === "connecting" ? "Connecting…" : "Connection lost, trying again…"}
    </Badge>
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
    { label: "not connected", value: counts.disconnected },
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
