import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Person } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { RolesField, type ChosenRoles } from "./RolesField";

/** A button, and behind it the roles of one person. */
export function ChangeRoles({ person }: { person: Person }) {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Roles of ${person.display_name}`} onClick={dialog.open}>
        Roles
      </Button>
      <Modal opened={opened} onClose={dialog.close} title={`Roles of ${person.display_name}`} centered>
        <RolesForm person={person} onDone={dialog.close} />
      </Modal>
    </>
  );
}

/** Begins anew whenever it is opened. */
function RolesForm({ person, onDone }: { person: Person; onDone: () => void }) {
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ChosenRoles>({ roles: person.roles, everyExam: person.every_exam_roles });
  const change = useMutation({
    mutationFn: () =>
      server.changeRoles(person.id, { roles: [...chosen.roles], every_exam_roles: [...chosen.everyExam] }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.people });
      onDone();
    },
  });
  return (
    <Stack>
      <Text size="sm">
        Other roles hold at once, and the person is signed out everywhere. Assignments to exams go with the role that
        they are for.
      </Text>
      <RolesField
        value={chosen}
        error={chosen.roles.length === 0 ? "Choose one at least" : null}
        onChange={setChosen}
      />
      <ProblemAlert error={change.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
        <Button
          disabled={chosen.roles.length === 0}
          loading={change.isPending}
          onClick={() => {
            change.mutate();
          }}
        >
          Save
        </Button>
      </Group>
    </Stack>
  );
}
