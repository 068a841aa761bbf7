import {
  Badge,
  Button,
  Group,
  Modal,
  ScrollArea,
  Stack,
  Table,
  Tabs,
  Text,
  TextInput,
  Title,
  VisuallyHidden,
} from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Person } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading, usePageTitle } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";
import { AddPeople } from "./AddPeople";
import { ChangeRoles } from "./ChangeRoles";
import { ROLE_WORDS, roleWords } from "./roles";
import { ServiceTokens } from "./ServiceTokens";
import { Secrets } from "./Secrets";
import { useSignedIn } from "./signedIn";

/** `/people`: accounts and the tokens of programs. */
export function PeoplePage() {
  usePageTitle("People");
  return (
    <Stack gap="md">
      <Title order={1} fz={26}>
        People
      </Title>
      <Tabs defaultValue="accounts" keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="accounts">Accounts</Tabs.Tab>
          <Tabs.Tab value="tokens">Service tokens</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="accounts">
          <Accounts />
        </Tabs.Panel>
        <Tabs.Panel value="tokens">
          <ServiceTokens />
        </Tabs.Panel>
      </Tabs>
    </Stack>
  );
}

/** More rows than this are not drawn; the search narrows them down. */
const MAX_ROWS = 300;

function Accounts() {
  const people = useQuery({ queryKey: keys.people, queryFn: server.listPeople });
  const [search, setSearch] = useState("");
  const [adding, addDialog] = useDisclosure(false);
  if (people.isPending) return <Loading what="the accounts" />;
  if (people.isError) return <LoadFailed error={people.error} onRetry={() => void people.refetch()} />;
  const words = search.trim().toLowerCase();
  const found = people.data
    .filter((person) => person.username.includes(words) || person.display_name.toLowerCase().includes(words))
    .toSorted((a, b) => a.display_name.localeCompare(b.display_name));
  return (
    <Stack gap="md">
      <Group justify="space-between" align="flex-end">
        <TextInput
          label="Search"
          placeholder="Name or username"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value);
          }}
          flex="1 1 220px"
          maw={360}
        />
        <Button onClick={addDialog.open}>Add people</Button>
      </Group>
      <ScrollArea>
        <Table verticalSpacing="sm" miw={{ base: 0, sm: 760 }}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th visibleFrom="sm">Username</Table.Th>
              <Table.Th visibleFrom="sm">Roles</Table.Th>
              <Table.Th visibleFrom="sm">Since</Table.Th>
              <Table.Th>
                <VisuallyHidden>Actions</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {found.slice(0, MAX_ROWS).map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
      {found.length > MAX_ROWS && (
        <Text c="dimmed" size="sm">
          {found.length - MAX_ROWS} more. Search to find them.
        </Text>
      )}
      {found.length === 0 && <Text c="dimmed">Nobody matches.</Text>}
      <AddPeople opened={adding} onClose={addDialog.close} />
    </Stack>
  );
}

function PersonRow({ person }: { person: Person }) {
  const me = useSignedIn();
  const client = useQueryClient();
  const [asking, ask] = useDisclosure(false);
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });
  const toggle = useMutation({
    mutationFn: () => (person.disabled_at === null ? server.disablePerson(person.id) : server.enablePerson(person.id)),
    onSettled: refresh,
  });
  const reset = useMutation({ mutationFn: () => server.resetPassword(person.id) });
  const disabled = person.disabled_at !== null;
  return (
    <Table.Tr>
      <Table.Td className="anywhere">
        <Group gap="xs">
          <Text fw={600} size="sm">
            {person.display_name}
          </Text>
          {disabled && (
            <Badge color="gray" variant="light">
              Disabled
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed" hiddenFrom="sm">
          {person.username} · {roleWords(person.roles)}
        </Text>
        <ProblemAlert error={toggle.error} />
      </Table.Td>
      <Table.Td className="anywhere" visibleFrom="sm">
        {person.username}
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <Group gap={4}>
          {person.roles.map((role) => (
            <Badge key={role} variant="light" color="gray">
              {ROLE_WORDS[role]}
            </Badge>
          ))}
        </Group>
      </Table.Td>
      <Table.Td className="nowrap" visibleFrom="sm">
        {formatDateTime(person.created_at)}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="wrap">
          <ChangeRoles person={person} />
          <Button size="xs" variant="default" onClick={ask.open}>
            New password
          </Button>
          <Button
            size="xs"
            variant="default"
            w={84}
            disabled={person.id === me.id}
            loading={toggle.isPending}
            aria-label={`${disabled ? "Enable" : "Disable"} ${person.display_name}`}
            onClick={() => {
              toggle.mutate();
            }}
          >
            {disabled ? "Enable" : "Disable"}
          </Button>
        </Group>
        <Modal
          opened={asking}
          onClose={() => {
            ask.close();
            reset.reset();
          }}
          title={`New password for ${person.display_name}`}
          centered
        >
          {reset.data === undefined ? (
            <Stack>
              <Text>The old password stops working at once, and the person is signed out everywhere.</Text>
              <ProblemAlert error={reset.error} />
              <Group justify="flex-end">
                <Button variant="default" onClick={ask.close} data-autofocus>
                  Cancel
                </Button>
                <Button
                  loading={reset.isPending}
                  onClick={() => {
                    reset.mutate();
                  }}
                >
                  Make a new password
                </Button>
              </Group>
            </Stack>
          ) : (
            <Secrets
              created={[
                {
                  username: person.username,
                  displayName: person.display_name,
                  password: reset.data.password,
                  error: null,
                },
              ]}
            />
          )}
        </Modal>
      </Table.Td>
    </Table.Tr>
  );
}
