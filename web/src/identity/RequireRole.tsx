import { Anchor, Button, Modal, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, Outlet } from "react-router";
import { keys, meQuery } from "../api/queries";
import type { Profile, Role } from "../api/types";
import { LoadFailed, Loading, MessagePage } from "../ui/StatusPages";
import { hasAnyRole, roleWords } from "./roles";
import { SignInForm, SignInPage } from "./SignInPage";
import { SignedInContext } from "./signedIn";
import { onSignInElsewhere } from "./signInNews";

/**
 * Shows the pages below it to people with one of `roles`; others sign in first, where they are. A sign-in that runs out while a
 * page is open is renewed above the page, which stays as it is: nothing typed or recorded is lost. So it does where somebody
 * else has signed in in another tab: the page belongs to whom it was opened for until they give it up.
 */
export function RequireRole({ roles }: { roles: readonly Role[] }) {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const [owner, setOwner] = useState<Profile | null>(null);
  if (me.data && me.data !== owner && (owner === null || owner.id === me.data.id)) setOwner(me.data);
  useEffect(() => onSignInElsewhere(() => void client.invalidateQueries({ queryKey: keys.me })), [client]);

  const profile = owner ?? me.data ?? null;
  if (profile === null) {
    if (me.isPending) return <Loading what="your account" />;
    if (me.isError) return <LoadFailed error={me.error} onRetry={() => void me.refetch()} />;
    return <SignInPage />;
  }
  if (!hasAnyRole(profile, ...roles)) {
    return (
      <MessagePage title="This page is not for your account">
        <Text>
          You are signed in as {profile.display_name} ({roleWords(profile.roles)}). To see this page, sign out and sign
          in with another account; or go to{" "}
          <Anchor component={Link} to="/" underline="always">
            your own start page
          </Anchor>
          .
        </Text>
      </MessagePage>
    );
  }
  const other = me.data && me.data.id !== profile.id ? me.data : null;
  return (
    <SignedInContext value={profile}>
      {/* Somebody else's page starts anew. */}
      <Outlet key={profile.id} />
      <Modal
        opened={me.data === null || other !== null}
        onClose={() => undefined}
        withCloseButton={false}
        centered
        title={other === null ? "Please sign in again" : `This page is ${profile.display_name}’s`}
      >
        <SignInForm account={profile} intro={<Reason owner={profile} other={other} />} />
        <Button
          variant="subtle"
          fullWidth
          mt="xs"
          onClick={() => {
            // Nothing that was read for the one is there for the other: neither rows nor the steps that were gone.
            client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.me[0] });
            setOwner(other);
          }}
        >
          {other === null ? "Leave this page and sign in as somebody else" : "Leave this page to the one signed in"}
        </Button>
      </Modal>
    </SignedInContext>
  );
}

function Reason({ owner, other }: { owner: Profile; other: Profile | null }) {
  return other === null
    ? `Your sign-in has run out. This page is ${owner.display_name}’s, and what is on it is kept.`
    : `Now ${other.display_name} is signed in in this browser. Sign in as ${owner.display_name} to go on: what is on this page is kept.`;
}
