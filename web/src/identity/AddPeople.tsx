import {
  Button,
  Group,
  List,
  Modal,
  NativeSelect,
  Progress,
  Stack,
  Tabs,
  Text,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { toProblem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { NewPerson, Role } from "../api/types";
import { parsePeople, type CreatedPerson } from "./peopleLines";
import { Secrets } from "./Secrets";

/** Accounts one by one, or from many pasted lines. */
export function AddPeople({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [work, setWork] = useState<{ total: number; created: readonly CreatedPerson[] } | null>(null);

  async function create(people: readonly NewPerson[]) {
    const created: CreatedPerson[] = [];
    setWork({ total: people.length, created });
    // One after another: hashing a password is work for the server, and a class of them at once would be a load.
    for (const person of people) {
      const result = { username: person.username, displayName: person.display_name };
      try {
        const { password } = await server.createPerson(person);
        created.push({ ...result, password, error: null });
      } catch (error) {
        created.push({ ...result, password: null, error: toProblem(error).message });
      }
      setWork({ total: people.length, created: [...created] });
    }
    await client.invalidateQueries({ queryKey: keys.people });
  }

  const busy = work !== null && work.created.length < work.total;
  return (
    <Modal
      opened={opened}
      onClose={() => {
        if (busy) return;
        setWork(null);
        onClose();
      }}
      closeOnClickOutside={work === null}
      title="Add people"
      size="lg"
    >
      {work === null ? (
        <Tabs defaultValue="one">
          <Tabs.List mb="md">
            <Tabs.Tab value="one">One person</Tabs.Tab>
            <Tabs.Tab value="many">Many lines</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="one">
            <OneForm onCreate={(person) => void create([person])} />
          </Tabs.Panel>
          <Tabs.Panel value="many">
            <ManyForm onCreate={(people) => void create(people)} />
          </Tabs.Panel>
        </Tabs>
      ) : busy ? (
        <Stack role="status">
          <Text>
            {work.created.length} of {work.total} added…
          </Text>
          <Progress value={(100 * work.created.length) / work.total} aria-label="Accounts added" />
        </Stack>
      ) : (
        <Secrets created={work.created} />
      )}
    </Modal>
  );
}

function OneForm({ onCreate }: { onCreate: (person: NewPerson) => void }) {
  const [username, setUsername] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("student");

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    onCreate({ username: username.trim().toLowerCase(), display_name: name.trim(), role });
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Username"
          required
          minLength={2}
          maxLength={64}
          autoCapitalize="none"
          value={username}
          onChange={(event) => {
            setUsername(event.currentTarget.value);
          }}
        />
        <TextInput
          label="Full name"
          required
          maxLength={120}
          value={name}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <NativeSelect
          label="Role"
          value={role}
          onChange={(event) => {
            setRole(event.currentTarget.value as Role);
          }}
          data={[
            { value: "student", label: "Student" },
            { value: "proctor", label: "Proctor: watches and reviews" },
            { value: "admin", label: "Admin: everything" },
          ]}
        />
        <Group>
          <Button type="submit">Add</Button>
          <Text size="sm" c="dimmed">
            The server makes up a password and shows it once.
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

function ManyForm({ onCreate }: { onCreate: (people: readonly NewPerson[]) => void }) {
  const [text, setText] = useState("");
  const { people, errors } = parsePeople(text);
  return (
    <Stack>
      <Textarea
        label="One person a line"
        description="Username, full name; then a role if it is not a student. Pasting from a spreadsheet works."
        placeholder={"ada, Ada Lovelace\ngrace, Grace Hopper, proctor"}
        autosize
        minRows={8}
        maxRows={18}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {errors.length > 0 && (
        <List size="sm" c="var(--app-danger)" role="alert">
          {errors.slice(0, 8).map((error) => (
            <List.Item key={error.line}>
              Line {error.line}: {error.message}
            </List.Item>
          ))}
          {errors.length > 8 && <List.Item>and {errors.length - 8} more</List.Item>}
        </List>
      )}
      <Group>
        <Button
          disabled={people.length === 0 || errors.length > 0}
          onClick={() => {
            onCreate(people);
          }}
        >
          Add {people.length === 0 ? "" : people.length} {people.length === 1 ? "person" : "people"}
        </Button>
      </Group>
    </Stack>
  );
}
