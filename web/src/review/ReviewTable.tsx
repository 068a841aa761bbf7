import { Button, Group, Menu, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "../api/queries";
import * as server from "../api/server";
import type { SessionReview } from "../api/types";
import { useSignedIn } from "../identity/signedIn";
import { ProblemAlert } from "../ui/ProblemAlert";
import type { Decisions } from "./useDecisions";

/** Who has this session, who else looks at it now, and passing it on. */
export function ReviewTable({
  review,
  decisions,
  onShowKeys,
}: {
  review: SessionReview;
  decisions: Decisions;
  onShowKeys: () => void;
}) {
  const me = useSignedIn();
  const [isGiving, setGiving] = useState(false);
  const reviewers = useQuery({
    queryKey: keys.reviewers(review.session_id),
    queryFn: () => server.listReviewers(review.session_id),
    enabled: isGiving,
  });
  const { assign } = decisions;
  const holder = review.assignment?.reviewer ?? null;
  const give = (reviewerId: string | null) => {
    assign.mutate({ reviewerId, buildsOn: review.assignment?.seq ?? 0 });
  };
  return (
    <>
      <Group justify="space-between" gap="xs">
        <Text size="sm" role="status" data-testid="at-the-table" className="anywhere">
          {holder === null
            ? "Nobody has this session."
            : holder.id === me.id
              ? "You have this session."
              : `${holder.display_name} has this session.`}{" "}
          {here(review, holder)}
        </Text>
        <Group gap="xs">
          {holder?.id === me.id ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                give(null);
              }}
            >
              Release
            </Button>
          ) : (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                give(me.id);
              }}
            >
              Take it
            </Button>
          )}
          <Menu opened={isGiving} onChange={setGiving} position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant="default">
                Give to…
              </Button>
            </Menu.Target>
            <Menu.Dropdown mah={320} style={{ overflowY: "auto" }}>
              {(reviewers.data ?? [])
                .filter(({ id }) => id !== me.id)
                .map(({ id, display_name: name }) => (
                  <Menu.Item
                    key={id}
                    onClick={() => {
                      give(id);
                    }}
                  >
                    {name}
                  </Menu.Item>
                ))}
              {reviewers.isSuccess && reviewers.data.every(({ id }) => id === me.id) && (
                <Menu.Item disabled>Nobody else reviews it</Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
          <Button size="xs" variant="default" onClick={onShowKeys}>
            Keys
          </Button>
        </Group>
      </Group>
      <ProblemAlert error={assign.error} />
      <ProblemAlert error={isGiving ? reviewers.error : null} />
    </>
  );
}

/** Who else looks at it now; whoever has it is named already. */
function here({ present }: SessionReview, holder: { readonly id: string } | null): string {
  const others = present
    .filter(({ reviewer }) => reviewer.id !== holder?.id)
    .map(({ reviewer }) => reviewer.display_name);
  if (others.length === present.length) return others.length === 0 ? "" : `Also here now: ${others.join(", ")}.`;
  return others.length === 0 ? "They are here now." : `They are here now, and also ${others.join(", ")}.`;
}
