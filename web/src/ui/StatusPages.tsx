import { Anchor, Button, Center, Loader, Stack, Text, Title } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { toProblem } from "../api/problem";

/** Sets the browser's title while the calling page is shown. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Invigil`;
  }, [title]);
}

/** A page with one thing to say. */
export function MessagePage({ title, icon, children }: { title: string; icon?: ReactNode; children: ReactNode }) {
  usePageTitle(title);
  return (
    <Stack maw={560} mx="auto" mt={{ base: "lg", sm: 64 }} gap="md">
      {icon}
      <Title order={1} fz={26}>
        {title}
      </Title>
      {children}
    </Stack>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <Center mih={240} role="status">
      <Stack align="center" gap="sm">
        <Loader size="sm" />
        <Text c="dimmed" size="sm">
          Loading {what}…
        </Text>
      </Stack>
    </Center>
  );
}

/** What went wrong with a page's data, and the way out. */
export function LoadFailed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const problem = toProblem(error);
  return (
    <MessagePage title={problem.status === 404 ? "This does not exist, or is not yours to see" : "That did not work"}>
      <Text>{problem.message}</Text>
      <Button w="fit-content" onClick={onRetry}>
        Try again
      </Button>
    </MessagePage>
  );
}

export function NotFoundPage() {
  return (
    <MessagePage title="There is no such page">
      <Text>
        Go back to the{" "}
        <Anchor component={Link} to="/" underline="always">
          start page
        </Anchor>
        .
      </Text>
    </MessagePage>
  );
}
