import { Button, Card, Group, List, Modal, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem, toProblem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamGroup } from "../api/types";
import { ConfirmRemoval } from "../ui/ConfirmRemoval";
import { ProblemAlert } from "../ui/ProblemAlert";

/** The groups of an exam's students, each with its members. */
export function ExamGroups({ examId, groups }: { examId: string; groups: readonly ExamGroup[] }) {
  const [adding, addDialog] = useDisclosure(false);
  return (
    <Stack component="section" aria-labelledby="groups">
      <Group justify="space-between">
        <Title order={2} fz={20} id="groups">
          Groups of students
        </Title>
        <Button variant="default" onClick={addDialog.open}>
          Add a group
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        A group is watched and reviewed by those who are assigned to it, such as the students of one room. Without
        groups everybody on the staff has all students.
      </Text>
      {groups.map((group) => (
        <GroupCard key={group.group_id} examId={examId} group={group} />
      ))}
      <Modal opened={adding} onClose={addDialog.close} title="Add a group">
        <GroupForm examId={examId} onDone={addDialog.close} />
      </Modal>
    </Stack>
  );
}

/** More names than this are counted. */
const MAX_NAMES = 12;

function GroupCard({ examId, group }: { examId: string; group: ExamGroup }) {
  const client = useQueryClient();
  const [changing, changeDialog] = useDisclosure(false);
  const [asking, ask] = useDisclosure(false);
  const removal = useMutation({
    mutationFn: () => server.deleteGroup(examId, group.group_id),
    onSuccess: async () => {
      ask.close();
      await client.invalidateQueries({ queryKey: keys.groups(examId) });
      await client.invalidateQueries({ queryKey: keys.staff(examId) });
    },
  });
  const names = group.members.slice(0, MAX_NAMES).map(({ display_name }) => display_name);
  const more = group.members.length - names.length;
  return (
    <Card withBorder radius="lg">
      <Group justify="space-between" align="flex-start">
        <Stack gap={4} flex="1 1 260px" className="anywhere">
          <Title order={3} fz={16}>
            {group.name} ({group.members.length})
          </Title>
          <Text size="sm" c="dimmed">
            {names.length === 0 ? "Nobody yet" : names.join(", ")}
            {more > 0 && ` and ${more} more`}
          </Text>
        </Stack>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-label={`Members of ${group.name}`} onClick={changeDialog.open}>
            Members
          </Button>
          <Button size="xs" variant="default" aria-label={`Delete ${group.name}`} onClick={ask.open}>
            Delete
          </Button>
        </Group>
      </Group>
      <Modal opened={changing} onClose={changeDialog.close} title={`Members of ${group.name}`}>
        <GroupForm examId={examId} group={group} onDone={changeDialog.close} />
      </Modal>
      <ConfirmRemoval opened={asking} onClose={ask.close} title="Delete the group?" verb="Delete" removal={removal}>
        “{group.name}” will be gone, and whoever is assigned to it alone will not see its students any more. No session
        is deleted.
      </ConfirmRemoval>
    </Card>
  );
}

/** A new group, or the members of one that is there. Begins anew whenever it is opened. */
function GroupForm({ examId, group, onDone }: { examId: string; group?: ExamGroup; onDone: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [lines, setLines] = useState(() => (group?.members ?? []).map(({ username }) => username).join("\n"));
  const save = useMutation({
    mutationFn: () => {
      const usernames = lines.split(/\r?\n/);
      return group === undefined
        ? server.createGroup(examId, name.trim(), usernames)
        : server.replaceMembers(examId, group.group_id, usernames);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.groups(examId) });
      onDone();
    },
  });
  const { ofLines, ofName, left } = sort(save.error);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack>
        {group === undefined && (
          <TextInput
            label="Name"
            required
            maxLength={120}
            value={name}
            error={ofName}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
        )}
        <Textarea
          label="Students"
          description="One username a line. All of them are taken, or none."
          autosize
          minRows={6}
          maxRows={18}
          autoCapitalize="none"
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={lines}
          error={ofLines.length > 0}
          onChange={(event) => {
            setLines(event.currentTarget.value);
          }}
        />
        {ofLines.length > 0 && (
          <div role="alert">
            <List size="sm" c="var(--app-danger)">
              {ofLines.slice(0, 8).map((words) => (
                <List.Item key={words}>{words}</List.Item>
              ))}
              {ofLines.length > 8 && <List.Item>and {ofLines.length - 8} more</List.Item>}
            </List>
          </div>
        )}
        <ProblemAlert error={left} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={group === undefined && name.trim() === ""}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What the server says of lines and of the name, and what is left. */
function sort(error: unknown): { ofLines: readonly string[]; ofName: string | null; left: Problem | null } {
  if (error === null) return { ofLines: [], ofName: null, left: null };
  const problem = toProblem(error);
  if (problem.code === "group_name_taken") return { ofLines: [], ofName: problem.message, left: null };
  const ofLines: string[] = [];
  const others = problem.errors.filter(({ field, message }) => {
    const place = /^usernames\[(\d+)\]$/.exec(field)?.[1];
    if (place !== undefined) ofLines.push(`Line ${Number(place) + 1}: ${message}`);
    return place === undefined && field !== "name";
  });
  const ofName = problem.errors.find(({ field }) => field === "name")?.message ?? null;
  const isPlaced = (ofLines.length > 0 || ofName !== null) && others.length === 0;
  return {
    ofLines,
    ofName,
    left: isPlaced ? null : new Problem(problem.status, problem.code, problem.message, others),
  };
}
