import { CloseButton, Group, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import type { ExamSummary } from "../api/types";
import { SESSION_STATUSES, STATUS_WORDS } from "../ui/sittingStates";
import { MOST_SEARCH_CHARACTERS, type SessionView } from "./sessionView";

const TYPING_PAUSE_MS = 300;

/** Which sessions, in which order. `typed` says that the change is one of many while somebody types. */
export function SessionFilters({
  view,
  exams,
  onChange,
}: {
  view: SessionView;
  exams: readonly ExamSummary[];
  onChange: (change: Partial<SessionView>, typed?: boolean) => void;
}) {
  return (
    <Group align="flex-end" gap="sm" role="search" aria-label="Sessions">
      <SearchField
        search={view.search}
        onSearch={(search) => {
          onChange({ search }, true);
        }}
      />
      <NativeSelect
        flex="1 1 160px"
        maw={{ sm: 320 }}
        label="Exam"
        value={view.examId}
        onChange={(event) => {
          onChange({ examId: event.currentTarget.value });
        }}
        data={[{ value: "", label: "All exams" }, ...exams.map((exam) => ({ value: exam.exam_id, label: exam.title }))]}
      />
      <NativeSelect
        flex="1 1 120px"
        maw={{ sm: 160 }}
        label="Status"
        value={view.status}
        onChange={(event) => {
          onChange({ status: event.currentTarget.value });
        }}
        data={[
          { value: "", label: "All" },
          ...SESSION_STATUSES.map((status) => ({ value: status, label: STATUS_WORDS[status] })),
        ]}
      />
      <NativeSelect
        flex="1 1 180px"
        maw={{ sm: 240 }}
        label="Order"
        value={view.order}
        onChange={(event) => {
          onChange({ order: event.currentTarget.value });
        }}
        data={[
          { value: "", label: "Newest first" },
          { value: "cheat_score", label: "Highest cheat score first" },
        ]}
      />
    </Group>
  );
}

/** Searches when typing pauses; at once by Enter, and when it is emptied. */
function SearchField({ search, onSearch }: { search: string; onSearch: (search: string) => void }) {
  const [typed, setTyped] = useState(search);
  // What the address said last, and what it was told from here: only what came from elsewhere replaces what is typed.
  const [seen, setSeen] = useState(search);
  const [told, setTold] = useState(search);
  if (search !== seen) {
    setSeen(search);
    if (search !== told) {
      setTyped(search);
      setTold(search);
    }
  }
  function tell(words: string) {
    const trimmed = words.trim();
    setTold(trimmed);
    if (trimmed !== search) onSearch(trimmed);
  }
  const tellSoon = useDebouncedCallback(tell, TYPING_PAUSE_MS);
  function type(words: string) {
    setTyped(words);
    tellSoon(words);
    if (words === "") tellSoon.flush();
  }
  return (
    <TextInput
      flex="1 1 220px"
      maw={{ sm: 360 }}
      label="Search"
      placeholder="Student’s name or username"
      maxLength={MOST_SEARCH_CHARACTERS}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        typed !== "" && (
          <CloseButton
            size="sm"
            aria-label="Clear the search"
            onClick={() => {
              type("");
            }}
          />
        )
      }
      value={typed}
      onChange={(event) => {
        type(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") tellSoon.flush();
      }}
    />
  );
}
