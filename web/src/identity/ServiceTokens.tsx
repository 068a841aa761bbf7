import { useDisclosure } from "@mantine/hooks";
import {
  Alert,
  Badge,
  Button,
  Code,
  CopyButton,
  Group,
  ScrollArea,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { IconKey } from "@tabler/icons-react";
import { useState, type SyntheticEvent } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { ServiceToken } from "../api/types";
import { ConfirmRemoval } from "../ui/ConfirmRemoval";
import { ProblemAlert } from "../ui/ProblemAlert";
import { LoadFailed, Loading } from "../ui/StatusPages";
import { formatDateTime } from "../ui/time";

/** Tokens for analysers that run elsewhere. */
export function ServiceTokens() {
  const client = useQueryClient();
  const tokens = useQuery({ queryKey: keys.serviceTokens, queryFn: server.listServiceTokens });
  const refresh = () => client.invalidateQueries({ queryKey: keys.serviceTokens });
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () => server.createServiceToken(name.trim()),
    onSuccess: async () => {
      setName("");
      await refresh();
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    create.mutate();
  }

  if (tokens.isPending) return <Loading what="the tokens" />;
  if (tokens.isError) return <LoadFailed error={tokens.error} onRetry={() => void tokens.refetch()} />;
  return (
    <Stack gap="md">
      <Text c="dimmed" size="sm" maw={640}>
        A program that analyses pictures elsewhere saves its scores with such a token. It can write scores and nothing
        else.
      </Text>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label="Name of the program"
            required
            maxLength={80}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
            }}
          />
          <Button type="submit" loading={create.isPending}>
            Make a token
          </Button>
        </Group>
      </form>
      <ProblemAlert error={create.error} />
      {create.data !== undefined && (
        <Alert variant="light" color="yellow" icon={<IconKey aria-hidden />} title={`Token of ${create.data.name}`}>
          <Stack gap="xs">
            <Text size="sm">It is shown only now.</Text>
            <Code block data-testid="service-token">
              {create.data.token}
            </Code>
            <CopyButton value={create.data.token}>
              {({ copied, copy }) => (
                <Button variant="default" size="xs" w="fit-content" onClick={copy}>
                  {copied ? "Copied" : "Copy"}
                </Button>
              )}
            </CopyButton>
          </Stack>
        </Alert>
      )}
      {tokens.data.length === 0 ? (
        <Text c="dimmed">There is no token yet. The analysis of this server itself needs none.</Text>
      ) : (
        <ScrollArea>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Name</Table.Th>
                <Table.Th visibleFrom="sm">Since</Table.Th>
                <Table.Th ta="right">State</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {tokens.data.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td className="anywhere">{token.name}</Table.Td>
                  <Table.Td visibleFrom="sm">{formatDateTime(token.created_at)}</Table.Td>
                  <Table.Td ta="right">
                    {token.revoked_at === null ? (
                      <RevokeToken token={token} />
                    ) : (
                      <Badge color="gray" variant="light">
                        Revoked
                      </Badge>
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea>
      )}
    </Stack>
  );
}

function RevokeToken({ token }: { token: ServiceToken }) {
  const client = useQueryClient();
  const [opened, dialog] = useDisclosure(false);
  const revoke = useMutation({
    mutationFn: () => server.revokeServiceToken(token.id),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.serviceTokens }),
  });
  return (
    <>
      <Button size="xs" variant="default" aria-label={`Revoke ${token.name}`} onClick={dialog.open}>
        Revoke
      </Button>
      <ConfirmRemoval
        opened={opened}
        onClose={dialog.close}
        title={`Revoke the token of ${token.name}?`}
        verb="Revoke"
        removal={revoke}
      >
        The program can save no more scores with it, at once and for good.
      </ConfirmRemoval>
    </>
  );
}
