import { Button, Group, NativeSelect, Stack, Table, Text, Title, VisuallyHidden } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ExamGroup, Role, StaffAssignment } from "../api/types";
import { ASSIGNED_ROLES, ROLE_WORDS } from "../identity/roles";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading } from "../ui/StatusPages";

/** Who is assigned to the exam. */
export function ExamStaff({ examId, groups }: { examId: string; groups: readonly ExamGroup[] }) {
  const staff = useQuery({ queryKey: keys.staff(examId), queryFn: () => server.listStaff(examId) });
  if (staff.isPending) return <Loading what="the staff" />;
  if (staff.isError) return <LoadFailed error={staff.error} onRetry={() => void staff.refetch()} />;
  return (
    <Stack component="section" aria-labelledby="staff">
      <Title order={2} fz={20} id="staff">
        Staff
      </Title>
      <Text size="sm" c="dimmed">
        Proctors watch, reviewers judge and read answers, authors write the exam. Who has every exam got that with the
        role, on the page People. Admins need no assignment.
      </Text>
      <AssignForm examId={examId} groups={groups} />
      {staff.data.length === 0 ? (
        <Text c="dimmed">Nobody is assigned yet.</Text>
      ) : (
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th visibleFrom="sm">Role</Table.Th>
              <Table.Th visibleFrom="sm">Students</Table.Th>
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {staff.data.map((one) => (
              <AssignmentRow key={one.assignment_id} examId={examId} groups={groups} assignment={one} />
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
}

function AssignmentRow({
  examId,
  groups,
  assignment,
}: {
  examId: string;
  groups: readonly ExamGroup[];
  assignment: StaffAssignment;
}) {
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => server.withdrawStaff(examId, assignment.assignment_id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.staff(examId) }),
  });
  const group = groups.find(({ group_id }) => group_id === assignment.group_id);
  const students = group?.name ?? (assignment.role === "author" ? "–" : "All");
  return (
    <Table.Tr>
      <Table.Td className="anywhere">
        <Text size="sm" fw={600}>
          {assignment.display_name}
        </Text>
        <Text size="xs" c="dimmed">
          {assignment.username}
        </Text>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {ROLE_WORDS[assignment.role]} · {students}
        </Text>
        <ProblemAlert error={withdraw.error} />
      </Table.Td>
      <Table.Td visibleFrom="sm">{ROLE_WORDS[assignment.role]}</Table.Td>
      <Table.Td className="anywhere" visibleFrom="sm">
        {students}
      </Table.Td>
      <Table.Td ta="right">
        {assignment.every_exam ? (
          <Text size="sm" c="dimmed">
            every exam
          </Text>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={withdraw.isPending}
            aria-label={`Withdraw ${assignment.display_name}, ${ROLE_WORDS[assignment.role]}`}
            onClick={() => {
              withdraw.mutate();
            }}
          >
            Withdraw
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function AssignForm({ examId, groups }: { examId: string; groups: readonly ExamGroup[] }) {
  const client = useQueryClient();
  const people = useQuery({ queryKey: keys.people, queryFn: server.listPeople });
  const [role, setRole] = useState<Role>("proctor");
  const [personId, setPersonId] = useState("");
  const [groupId, setGroupId] = useState("");
  const able = (people.data ?? [])
    .filter(({ roles, disabled_at }) => roles.includes(role) && disabled_at === null)
    .toSorted((a, b) => a.display_name.localeCompare(b.display_name));
  const chosen = able.some(({ id }) => id === personId) ? personId : "";
  const assign = useMutation({
    mutationFn: () =>
      server.assignStaff(examId, {
        profile_id: chosen,
        role,
        ...(groupId === "" || role === "author" ? {} : { group_id: groupId }),
      }),
    onSuccess: async () => {
      setPersonId("");
      await client.invalidateQueries({ queryKey: keys.staff(examId) });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate();
      }}
    >
      <Stack gap="sm">
        <Group align="flex-end" gap="sm">
          <NativeSelect
            flex="1 1 130px"
            label="Role"
            value={role}
            data={ASSIGNED_ROLES.map((value) => ({ value, label: ROLE_WORDS[value] }))}
            onChange={(event) => {
              setRole(event.currentTarget.value as Role);
            }}
          />
          <NativeSelect
            flex="2 1 200px"
            label="Person"
            value={chosen}
            data={[
              { value: "", label: able.length === 0 ? "Nobody has this role" : "Choose somebody" },
              ...able.map((person) => ({ value: person.id, label: `${person.display_name} (${person.username})` })),
            ]}
            onChange={(event) => {
              setPersonId(event.currentTarget.value);
            }}
          />
          {groups.length > 0 && role !== "author" && (
            <NativeSelect
              flex="1 1 160px"
              label="Students"
              value={groupId}
              data={[
                { value: "", label: "All" },
                ...groups.map(({ group_id, name }) => ({ value: group_id, label: name })),
              ]}
              onChange={(event) => {
                setGroupId(event.currentTarget.value);
              }}
            />
          )}
          <Button type="submit" disabled={chosen === ""} loading={assign.isPending}>
            Assign
          </Button>
        </Group>
        <ProblemAlert error={people.error ?? assign.error} />
      </Stack>
    </form>
  );
}
