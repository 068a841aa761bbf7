import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode, type SyntheticEvent } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { Profile } from "../api/types";
import { Logo } from "../ui/Logo";
import { ProblemAlert } from "../ui/ProblemAlert";
import { usePageTitle } from "../ui/StatusPages";
import { tellSignIn } from "./signInNews";

export function SignInPage() {
  usePageTitle("Sign in");
  return (
    <Center mih="78vh">
      <Stack w="100%" maw={400} gap="xl">
        <Center>
          <Logo size={40} />
        </Center>
        <Paper withBorder p={{ base: "lg", sm: "xl" }} radius="lg">
          <Title order={1} fz={22} mb={4}>
            Sign in
          </Title>
          <SignInForm intro="With the account that your school gave you." />
        </Paper>
      </Stack>
    </Center>
  );
}

/** @param account whose page waits for the sign-in; without it anybody may sign in */
export function SignInForm({ intro, account }: { intro: ReactNode; account?: Profile }) {
  const client = useQueryClient();
  const [username, setUsername] = useState(account?.username ?? "");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => server.signIn(username.trim(), password),
    onSuccess: (profile) => {
      client.setQueryData(keys.me, profile);
      tellSignIn();
      // Read again, for they may have been read as somebody else, or failed for want of a sign-in.
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] });
    },
  });

  function submit(event: SyntheticEvent) {
    event.preventDefault();
    signIn.mutate();
  }

  return (
    <form onSubmit={submit}>
      <Stack>
        {/* Above a page in use the dialog begins here: what is being typed must not go on in a field of it. */}
        <Text c="dimmed" size="sm" tabIndex={-1} data-autofocus style={{ outline: "none" }}>
          {intro}
        </Text>
        <TextInput
          label="Username"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          readOnly={account !== undefined}
          value={username}
          onChange={(event) => {
            setUsername(event.currentTarget.value);
          }}
        />
        <PasswordInput
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => {
            setPassword(event.currentTarget.value);
          }}
        />
        <ProblemAlert error={signIn.error} />
        <Button type="submit" fullWidth loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
