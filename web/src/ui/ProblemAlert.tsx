import { Alert, List } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { toProblem } from "../api/problem";

/** Says what kept an action from being done; nothing while there is no error. */
export function ProblemAlert({ error, title }: { error: unknown; title?: string }) {
  if (error === null || error === undefined) return null;
  const problem = toProblem(error);
  return (
    <Alert color="red" variant="light" icon={<IconAlertCircle aria-hidden />} title={title} role="alert">
      {problem.message}
      {problem.errors.length > 0 && (
        <List size="sm" mt="xs">
          {problem.errors.map((entry) => (
            <List.Item key={`${entry.field} ${entry.message}`}>
              <strong>{entry.field}</strong>: {entry.message}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}
