import { Anchor, Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { Link, useRouteError } from "react-router";
import { PartNotLoaded } from "./loadPart";
import { MessagePage } from "./StatusPages";

/** The last resort: a part of the app could not be loaded, or something in it broke. */
export function CrashPage() {
  const error = useRouteError();
  if (error instanceof PartNotLoaded) return <PartMissingPage />;
  const words = error instanceof Error ? error.message : "Unknown error";
  return (
    <MessagePage title="Something broke on this page">
      <Text>Nothing that was saved is lost. Load the page again; if it stays like this, tell your administrator:</Text>
      <Text ff="monospace" size="sm">
        {words}
      </Text>
      <Button
        w="fit-content"
        onClick={() => {
          location.reload();
        }}
      >
        Load again
      </Button>
    </MessagePage>
  );
}

/** Loads the page anew only when the server can be reached: until then the browser has nothing better to show than this. */
function PartMissingPage() {
  const [asked, setAsked] = useState<"not yet" | "asking" | "in vain">("not yet");

  async function tryAgain() {
    setAsked("asking");
    if (await isServerThere()) location.reload();
    else setAsked("in vain");
  }

  return (
    <MessagePage title="This page could not be loaded">
      <Text>
        The network may be away, or Invigil was renewed while it was open here. Nothing that was saved is lost, and an
        exam that has begun goes on where you were.
      </Text>
      {asked === "in vain" && (
        <Text role="alert">Invigil cannot be reached just now. Look at your network, and try again in a moment.</Text>
      )}
      <Group>
        <Button loading={asked === "asking"} onClick={() => void tryAgain()}>
          Try again
        </Button>
        <Anchor component={Link} to="/" size="sm" underline="always">
          Start page
        </Anchor>
      </Group>
    </MessagePage>
  );
}

async function isServerThere(): Promise<boolean> {
  try {
    return (await fetch("/", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10_000) })).ok;
  } catch {
    return false;
  }
}
