import { Button, Group, NativeSelect, Paper, SegmentedControl, Switch, TextInput, UnstyledButton } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./LivePage.module.css";
import { isFiltered, type BoardAddress } from "./boardAddress";
import { SITUATIONS, type BoardCounts } from "./boardCounts";
import type { Situation, SortKey } from "./boardRows";

/** What stands behind the number of students; two where one student is said otherwise than several. */
const SITUATION_WORDS: Readonly<Record<Situation, string | readonly [one: string, several: string]>> = {
  needs_look: ["needs a look", "need a look"],
  open: ["has an open incident", "have an open incident"],
  unwatched: "not watched",
  absent: "not in view",
  hidden: "face hidden",
  unknown: "cannot tell",
  present: "in view",
  no_camera: "no camera",
  silent: "not heard from",
};

const ORDER_WORDS: readonly { readonly value: SortKey; readonly label: string }[] = [
  { value: "needs_look", label: "Needs a look first" },
  { value: "cheat_score", label: "Cheat score, highest first" },
  { value: "open_incidents", label: "Open incidents first" },
  { value: "focus_score", label: "Focus score, lowest first" },
  { value: "name", label: "Name" },
];

export function situationWords(situation: Situation, count: number): string {
  const words = SITUATION_WORDS[situation];
  return typeof words === "string" ? words : words[count === 1 ? 0 : 1];
}

export interface Choice {
  readonly id: string;
  readonly title: string;
  readonly count: number;
}

interface Props {
  readonly address: BoardAddress;
  readonly counts: BoardCounts;
  readonly exams: readonly Choice[];
  readonly groups: readonly Choice[];
  readonly onChange: (change: Partial<BoardAddress>) => void;
}

/** The figures, each of which shows its students alone when it is pressed. */
export function Figures({ address, counts, onChange }: Omit<Props, "exams" | "groups">) {
  return (
    <Group gap={6} role="group" aria-label="Show only">
      <Figure
        label="sitting an exam"
        value={counts.sitting}
        pressed={address.situation === null}
        onPress={() => {
          onChange({ situation: null });
        }}
      />
      {SITUATIONS.map((situation) => (
        <Figure
          key={situation}
          label={situationWords(situation, counts.situations[situation])}
          value={counts.situations[situation]}
          pressed={address.situation === situation}
          strong={situation === "needs_look"}
          onPress={() => {
            onChange({ situation: address.situation === situation ? null : situation });
          }}
        />
      ))}
    </Group>
  );
}

function Figure({
  label,
  value,
  pressed,
  strong = false,
  onPress,
}: {
  label: string;
  value: number;
  pressed: boolean;
  strong?: boolean;
  onPress: () => void;
}) {
  return (
    <UnstyledButton
      className={classes.figure}
      aria-pressed={pressed}
      data-strong={strong && value > 0}
      data-zero={value === 0}
      onClick={onPress}
    >
      <span className={`numeric ${classes.figureNumber ?? ""}`}>{value}</span> {label}
    </UnstyledButton>
  );
}

/** What else can be chosen; each choice says how many students it has. */
export function BoardFilters({ address, counts, exams, groups, onChange }: Props) {
  const { states, scores } = counts;
  return (
    <Paper withBorder radius="lg" p="sm">
      <Group gap="sm" align="flex-end">
        <Search
          value={address.search}
          onSearch={(search) => {
            onChange({ search });
          }}
        />
        {exams.length > 1 && (
          <Select
            label="Exam"
            all="All exams"
            value={address.examId}
            choices={exams}
            onChoose={(examId) => {
              onChange({ examId, groupId: null });
            }}
          />
        )}
        {groups.length > 0 && (
          <Select
            label="Group"
            all="All groups"
            value={address.groupId}
            choices={groups}
            onChoose={(groupId) => {
              onChange({ groupId });
            }}
          />
        )}
        <Select
          label="State"
          all="All states"
          value={address.state}
          choices={[
            { id: "active", title: "In progress", count: states.active },
            { id: "before", title: "Not begun", count: states.before },
            { id: "paused", title: "Paused", count: states.paused },
          ]}
          onChoose={(state) => {
            onChange({ state });
          }}
        />
        <Select
          label="Cheat score"
          all="All scores"
          value={address.score}
          choices={[
            { id: "high", title: "50 and more", count: scores.high },
            { id: "middle", title: "20 to 49", count: scores.middle },
            { id: "low", title: "under 20", count: scores.low },
          ]}
          onChoose={(score) => {
            onChange({ score });
          }}
        />
        <NativeSelect
          flex="1 1 170px"
          label="Order"
          value={address.order}
          onChange={(event) => {
            onChange({ order: event.currentTarget.value as SortKey });
          }}
          data={ORDER_WORDS}
        />
      </Group>
      <Group gap="sm" mt="sm" justify="space-between">
        <Group gap="md">
          <SegmentedControl
            aria-label="View"
            size="xs"
            value={address.view}
            onChange={(view) => {
              onChange({ view: view === "tiles" ? "tiles" : "rows" });
            }}
            data={[
              { value: "rows", label: "Board" },
              { value: "tiles", label: "Tiles" },
            ]}
          />
          <Switch
            label={`Hide the quiet (${counts.quiet})`}
            checked={address.hideQuiet}
            onChange={(event) => {
              onChange({ hideQuiet: event.currentTarget.checked });
            }}
          />
        </Group>
        {isFiltered(address) && (
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              onChange({
                search: "",
                situation: null,
                state: null,
                score: null,
                examId: null,
                groupId: null,
                hideQuiet: false,
              });
            }}
          >
            Show everybody
          </Button>
        )}
      </Group>
    </Paper>
  );
}

/** The address follows what is typed, a moment later: until the field is left, what was typed counts. */
function Search({ value, onSearch }: { value: string; onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <TextInput
      label="Search"
      placeholder="Name or username"
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed ?? value}
      maxLength={100}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onSearch(event.currentTarget.value);
      }}
      onBlur={() => {
        setTyped(null);
      }}
      flex="1 1 180px"
    />
  );
}

function Select<T extends string>({
  label,
  all,
  value,
  choices,
  onChoose,
}: {
  label: string;
  all: string;
  value: T | null;
  choices: readonly (Choice & { readonly id: T })[];
  onChoose: (id: T | null) => void;
}) {
  return (
    <NativeSelect
      flex="1 1 140px"
      label={label}
      value={value ?? ""}
      onChange={(event) => {
        const { value: chosen } = event.currentTarget;
        onChoose(choices.find(({ id }) => id === chosen)?.id ?? null);
      }}
      data={[
        { value: "", label: all },
        ...choices.map(({ id, title, count }) => ({ value: id, label: `${title} (${count})` })),
      ]}
    />
  );
}
