import { Alert, Button, List } from "@mantine/core";
import { IconCameraOff } from "@tabler/icons-react";
import { CAMERA_ADVICE, type CameraTrouble } from "./cameraErrors";

/** What is wrong with the camera and what to do, step by step. */
export function CameraTroubleNotice({
  id,
  trouble,
  onRetry,
}: {
  id?: string;
  trouble: CameraTrouble;
  onRetry: () => void;
}) {
  const advice = CAMERA_ADVICE[trouble];
  return (
    <Alert
      color="orange"
      variant="light"
      title={advice.title}
      icon={<IconCameraOff aria-hidden />}
      role="alert"
      radius="lg"
      {...(id === undefined ? {} : { id, tabIndex: -1 })}
    >
      <List type="ordered" spacing={4} size="sm">
        {advice.steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      <Button mt="sm" size="xs" variant="default" onClick={onRetry}>
        Try again
      </Button>
    </Alert>
  );
}
