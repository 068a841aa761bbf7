import { Anchor, Box, Burger, Button, Container, Drawer, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { NavLink, Outlet, useLocation, useNavigate } from "react-router";
import { keys, meQuery } from "../api/queries";
import * as server from "../api/server";
import type { Profile, Role } from "../api/types";
import { draftStore } from "../identity/drafts";
import { hasAnyRole } from "../identity/roles";
import { tellSignOut } from "../identity/signInNews";
import classes from "./Layout.module.css";
import { Logo } from "./Logo";
import { useFocusOnChange } from "./useFocusOnChange";

const PAGES: readonly { to: string; label: string; roles: readonly Role[] }[] = [
  { to: "/", label: "My exams", roles: ["student"] },
  { to: "/live", label: "Live", roles: ["proctor", "admin"] },
  { to: "/sessions", label: "Sessions", roles: ["proctor", "reviewer", "admin"] },
  { to: "/sessions", label: "My results", roles: ["student"] },
  { to: "/review", label: "Review", roles: ["reviewer", "admin"] },
  { to: "/appeals", label: "Appeals", roles: ["reviewer", "admin"] },
  { to: "/exams", label: "Exams", roles: ["author", "admin"] },
  { to: "/people", label: "People", roles: ["admin"] },
];

/** The pages of all of somebody's roles, each once, by the first of its names. */
function pagesOf(me: Profile) {
  const own = PAGES.filter(({ roles }) => hasAnyRole(me, ...roles));
  return own.filter((page, index) => own.findIndex(({ to }) => to === page.to) === index);
}

/** Header and page. During an exam the header is plain, so that a stray click does not leave it. */
export function Layout() {
  const { data: me } = useQuery(meQuery);
  useFocusOnChange(me === undefined ? undefined : (me?.id ?? null));
  const sitting = useLocation().pathname.startsWith("/exam/");
  return (
    <>
      <a className="skip-link" href="#main">
        Skip to the page
      </a>
      {me && <Header me={me} plain={sitting} />}
      <Container component="main" id="main" size="xl" py="lg" px={{ base: "sm", sm: "lg" }} tabIndex={-1}>
        <Outlet />
      </Container>
    </>
  );
}

function Header({ me, plain }: { me: Profile; plain: boolean }) {
  const [open, drawer] = useDisclosure(false);
  const pages = pagesOf(me);
  return (
    <Box component="header" className={classes.header}>
      <Container size="xl" h="100%" px={{ base: "sm", sm: "lg" }}>
        <Group h="100%" justify="space-between" wrap="nowrap">
          <Group gap="xl" wrap="nowrap">
            <Logo />
            {!plain && (
              <Group component="nav" aria-label="Pages" gap="xs" visibleFrom="sm">
                <Links pages={pages} />
              </Group>
            )}
          </Group>
          {plain ? (
            <Text size="sm" c="dimmed" truncate>
              {me.display_name}
            </Text>
          ) : (
            <>
              <Group gap="md" visibleFrom="sm" wrap="nowrap">
                <Text size="sm" c="dimmed" truncate maw={220}>
                  {me.display_name}
                </Text>
                <SignOutButton />
              </Group>
              <Burger
                hiddenFrom="sm"
                size="sm"
                opened={open}
                onClick={drawer.toggle}
                aria-label={open ? "Close the menu" : "Open the menu"}
              />
            </>
          )}
        </Group>
      </Container>
      <Drawer opened={open} onClose={drawer.close} position="right" size="xs" title={me.display_name}>
        <Stack component="nav" aria-label="Pages" gap="xs">
          <Links pages={pages} onFollow={drawer.close} />
          <SignOutButton />
        </Stack>
      </Drawer>
    </Box>
  );
}

function Links({ pages, onFollow }: { pages: readonly { to: string; label: string }[]; onFollow?: () => void }) {
  return pages.map((page) => (
    <Anchor
      key={page.to}
      component={NavLink}
      to={page.to}
      end={page.to === "/"}
      className={classes.link}
      underline="never"
      onClick={onFollow}
    >
      {page.label}
    </Anchor>
  ));
}

function SignOutButton() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useMutation({
    mutationFn: server.signOut,
    onSettled: async () => {
      await navigate("/");
      client.setQueryData(keys.me, null);
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.me[0] });
      // Last: a page keeps what is typed on it until it is gone.
      draftStore.forgetAll();
      tellSignOut();
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      loading={signOut.isPending}
      onClick={() => {
        signOut.mutate();
      }}
    >
      Sign out
    </Button>
  );
}
