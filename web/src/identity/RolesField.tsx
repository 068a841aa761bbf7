import { Checkbox, Stack, Text } from "@mantine/core";
import { useId, type ReactNode } from "react";
import type { Role } from "../api/types";
import { ASSIGNED_ROLES, ROLE_HINTS, ROLE_WORDS, ROLES, usualEveryExam } from "./roles";

/** The roles of a person, and which of them hold for every exam. */
export interface ChosenRoles {
  readonly roles: readonly Role[];
  readonly everyExam: readonly Role[];
}

/** One box a role; under one that is for exams, another for all of them. */
export function RolesField({
  value,
  onChange,
  error,
}: {
  value: ChosenRoles;
  onChange: (value: ChosenRoles) => void;
  error?: ReactNode;
}) {
  function toggle(role: Role, chosen: boolean) {
    const roles = ROLES.filter((one) => (one === role ? chosen : value.roles.includes(one)));
    const everyExam = chosen ? [...value.everyExam, ...usualEveryExam([role])] : value.everyExam;
    onChange({ roles, everyExam: roles.filter((one) => everyExam.includes(one)) });
  }

  function toggleEveryExam(role: Role, chosen: boolean) {
    onChange({
      ...value,
      everyExam: value.roles.filter((one) => (one === role ? chosen : value.everyExam.includes(one))),
    });
  }

  const labelId = useId();
  return (
    <Stack role="group" aria-labelledby={labelId} gap="xs">
      <Text id={labelId} size="sm" fw={500}>
        Roles
      </Text>
      {ROLES.map((role) => (
        <Stack key={role} gap={6}>
          <Checkbox
            checked={value.roles.includes(role)}
            label={ROLE_WORDS[role]}
            description={ROLE_HINTS[role]}
            onChange={(event) => {
              toggle(role, event.currentTarget.checked);
            }}
          />
          {value.roles.includes(role) && ASSIGNED_ROLES.includes(role) && (
            <Checkbox
              ml="xl"
              checked={value.everyExam.includes(role)}
              label={`${ROLE_WORDS[role]} of every exam, also later ones`}
              onChange={(event) => {
                toggleEveryExam(role, event.currentTarget.checked);
              }}
            />
          )}
        </Stack>
      ))}
      {error !== undefined && error !== null && (
        <Text size="sm" c="var(--app-danger)" role="alert">
          {error}
        </Text>
      )}
    </Stack>
  );
}
