import { Alert, Button, Code, CopyButton, Group, ScrollArea, Stack, Table, Text } from "@mantine/core";
import { IconKey } from "@tabler/icons-react";
import { passwordsAsCsv, type CreatedPerson } from "./peopleLines";

/** First passwords, shown this once: the server keeps only their hashes. */
export function Secrets({ created }: { created: readonly CreatedPerson[] }) {
  const csv = passwordsAsCsv(created);
  const failed = created.filter((person) => person.error !== null).length;
  return (
    <Stack>
      <Alert variant="light" color="yellow" icon={<IconKey aria-hidden />}>
        Passwords are shown only now. Copy or download them before you close this.
      </Alert>
      {failed > 0 && (
        <Text size="sm" c="var(--app-danger)" role="alert">
          {failed} could not be added; the reason stands in the row.
        </Text>
      )}
      <ScrollArea.Autosize mah={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Username</Table.Th>
              <Table.Th>Password</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {created.map((person) => (
              <Table.Tr key={person.username}>
                <Table.Td className="anywhere">{person.username}</Table.Td>
                <Table.Td>
                  {person.error === null ? (
                    <Code fz="sm" data-testid="password">
                      {person.password ?? "as you set it"}
                    </Code>
                  ) : (
                    <Text size="sm" c="var(--app-danger)">
                      {person.error}
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      <Group>
        <CopyButton value={csv}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy as CSV"}
            </Button>
          )}
        </CopyButton>
        <Button
          component="a"
          variant="default"
          download="passwords.csv"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`}
        >
          Download CSV
        </Button>
      </Group>
    </Stack>
  );
}
