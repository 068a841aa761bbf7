import { Button, Group, List, Modal, Progress, Stack, Tabs, Text, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem, toProblem } from "../api/problem";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { NewPerson } from "../api/types";
import { ProblemAlert } from "../ui/ProblemAlert";
import { RolesField, type ChosenRoles } from "./RolesField";
import { linesOf, parsePeople, USERNAME, type CreatedPerson } from "./peopleLines";
import { Secrets } from "./Secrets";

/** Accounts of many people on their way. */
interface Work {
  readonly people: readonly NewPerson[];
  readonly created: readonly CreatedPerson[];
}

/** Accounts one by one, or from many pasted lines. */
export function AddPeople({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const client = useQueryClient();
  const [work, setWork] = useState<Work | null>(null);
  // Of earlier rounds: their passwords are shown nowhere else.
  const [done, setDone] = useState<readonly CreatedPerson[]>([]);
  const [lines, setLines] = useState("");
  const refresh = () => client.invalidateQueries({ queryKey: keys.people });

  async function createOne(person: NewPerson) {
    const { password } = await server.createPerson(person);
    const { username, display_name: displayName } = person;
    setWork({ people: [person], created: [{ username, displayName, password, error: null }] });
    await refresh();
  }

  async function createMany(people: readonly NewPerson[]) {
    const created: CreatedPerson[] = [];
    setWork({ people, created });
    // One after another: hashing a password is work for the server, and a class of them at once would be a load.
    for (const person of people) {
      const result = { username: person.username, displayName: person.display_name };
      try {
        const { password } = await server.createPerson(person);
        created.push({ ...result, password, error: null });
      } catch (error) {
        created.push({ ...result, password: null, error: toProblem(error).message });
      }
      setWork({ people, created: [...created] });
    }
    setLines(linesOf(people.filter((_, index) => created[index]?.error !== null)));
    await refresh();
  }

  const isBusy = work !== null && work.created.length < work.people.length;
  return (
    <Modal
      opened={opened}
      onClose={() => {
        if (isBusy) return;
        setWork(null);
        setDone([]);
        setLines("");
        onClose();
      }}
      closeOnClickOutside={work === null && done.length === 0}
      title="Add people"
      size="lg"
    >
      {work === null ? (
        <Tabs defaultValue={lines === "" ? "one" : "many"}>
          <Tabs.List mb="md">
            <Tabs.Tab value="one">One person</Tabs.Tab>
            <Tabs.Tab value="many">Many lines</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="one">
            <OneForm onCreate={createOne} />
          </Tabs.Panel>
          <Tabs.Panel value="many">
            <ManyForm text={lines} onChange={setLines} onCreate={(people) => void createMany(people)} />
          </Tabs.Panel>
        </Tabs>
      ) : isBusy ? (
        <Stack role="status">
          <Text>
            {work.created.length} of {work.people.length} added…
          </Text>
          <Progress value={(100 * work.created.length) / work.people.length} aria-label="Accounts added" />
        </Stack>
      ) : (
        <Stack>
          <Secrets created={[...done, ...work.created]} />
          {work.created.some(({ error }) => error !== null) && lines !== "" && (
            <Button
              w="fit-content"
              onClick={() => {
                setDone([...done, ...work.created.filter(({ error }) => error === null)]);
                setWork(null);
              }}
            >
              Mend what could not be added
            </Button>
          )}
        </Stack>
      )}
    </Modal>
  );
}

/** The fields of the form, as the server names them. */
const FIELDS: readonly string[] = ["username", "display_name", "roles"];

interface OneDraft extends ChosenRoles {
  readonly username: string;
  readonly display_name: string;
}

function OneForm({ onCreate }: { onCreate: (person: NewPerson) => Promise<void> }) {
  const [refusal, setRefusal] = useState<Error | null>(null);
  const form = useForm<OneDraft, NewPerson>({
    mode: "controlled",
    initialValues: { username: "", display_name: "", roles: ["student"], everyExam: [] },
    transformValues: ({ username, display_name, roles, everyExam }) => ({
      username: username.trim().toLowerCase(),
      display_name: display_name.trim(),
      roles: [...roles],
      every_exam_roles: [...everyExam],
    }),
    validate: {
      username: (username) =>
        USERNAME.test(username.trim().toLowerCase()) ? null : "2 to 64 letters, digits, and . _ @ + -",
      roles: (roles) => (roles.length === 0 ? "Choose one at least" : null),
      display_name: (name) => (name.trim() === "" || name.trim().length > 120 ? "1 to 120 characters" : null),
    },
  });

  async function create(person: NewPerson) {
    setRefusal(null);
    try {
      await onCreate(person);
    } catch (error) {
      const problem = toProblem(error);
      const errors =
        problem.code === "username_taken" ? [{ field: "username", message: problem.message }] : problem.errors;
      const others = errors.filter(({ field }) => !FIELDS.includes(field));
      form.setErrors(Object.fromEntries(errors.map(({ field, message }) => [field, message])));
      if (errors.length === 0 || others.length > 0) {
        setRefusal(new Problem(problem.status, problem.code, problem.message, others));
      }
    }
  }

  return (
    <form onSubmit={form.onSubmit(create)} noValidate>
      <Stack>
        <TextInput label="Username" required autoCapitalize="none" {...form.getInputProps("username")} />
        <TextInput label="Full name" required {...form.getInputProps("display_name")} />
        <RolesField
          value={form.values}
          error={form.errors.roles}
          onChange={({ roles, everyExam }) => {
            form.setValues({ roles, everyExam });
            form.clearFieldError("roles");
          }}
        />
        <ProblemAlert error={refusal} />
        <Group>
          <Button type="submit" loading={form.submitting}>
            Add
          </Button>
          <Text size="sm" c="dimmed">
            The server makes up a password and shows it once.
          </Text>
        </Group>
      </Stack>
    </form>
  );
}

function ManyForm({
  text,
  onChange,
  onCreate,
}: {
  text: string;
  onChange: (text: string) => void;
  onCreate: (people: readonly NewPerson[]) => void;
}) {
  const { people, errors } = parsePeople(text);
  return (
    <Stack>
      <Textarea
        label="One person a line"
        description="Username, full name; then the roles if it is not a student. Pasting from a spreadsheet works. Proctors and reviewers have every exam; take that from them on the list of accounts."
        placeholder={"ada, Ada Lovelace\ngrace, Grace Hopper, proctor+reviewer"}
        autosize
        minRows={8}
        maxRows={18}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={text}
        onChange={(event) => {
          onChange(event.currentTarget.value);
        }}
      />
      {errors.length > 0 && (
        <div role="alert">
          <List size="sm" c="var(--app-danger)">
            {errors.slice(0, 8).map((error) => (
              <List.Item key={error.line}>
                Line {error.line}: {error.message}
              </List.Item>
            ))}
            {errors.length > 8 && <List.Item>and {errors.length - 8} more</List.Item>}
          </List>
        </div>
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
