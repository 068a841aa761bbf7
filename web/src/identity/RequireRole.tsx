import { Anchor, Modal, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, Outlet } from "react-router";
import { meQuery } from "../api/queries";
import type { Profile, Role } from "../api/types";
import { LoadFailed, Loading, MessagePage } from "../ui/StatusPages";
import { SignInForm, SignInPage } from "./SignInPage";
import { SignedInContext } from "./signedIn";

/**
 * Shows the pages below it to people with one of `roles`; others sign in first, where they are. A sign-in that runs out while a
 * page is open is renewed above the page, which stays as it is: nothing typed or recorded is lost.
 */
export function RequireRole({ roles }: { roles: readonly Role[] }) {
  const me = useQuery(meQuery);
  const [last, setLast] = useState<Profile | null>(null);
  if (me.data && me.data !== last) setLast(me.data);

  const profile = me.data ?? last;
  if (profile === null) {
    if (me.isPending) return <Loading what="your account" />;
    if (me.isError) return <LoadFailed error={me.error} onRetry={() => void me.refetch()} />;
    return <SignInPage />;
  }
  if (!roles.includes(profile.role)) {
    return (
      <MessagePage title="This page is not for your account">
        <Text>
          You are signed in as {profile.display_name} ({profile.role}). To see this page, sign out and sign in with
          another account; or go to{" "}
          <Anchor component={Link} to="/" underline="always">
            your own start page
          </Anchor>
          .
        </Text>
      </MessagePage>
    );
  }
  return (
    <SignedInContext value={profile}>
      {/* Somebody else's page starts anew. */}
      <Outlet key={profile.id} />
      <Modal
        opened={me.data === null}
        onClose={() => undefined}
        withCloseButton={false}
        centered
        title="Please sign in again"
      >
        <SignInForm intro="Your sign-in has run out. What is on this page is kept." />
      </Modal>
    </SignedInContext>
  );
}
