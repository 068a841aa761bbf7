import { Stack, Switch } from "@mantine/core";
import { readAdmission, readCameraRequired, writeAdmission, writeCameraRequired } from "./admissionPolicy";

/** Whether somebody lets each student in, or the camera does. It stands in the policy, whose text these switches write. */
export function AdmissionSwitches({
  policyText,
  onChange,
}: {
  policyText: string;
  onChange: (policyText: string) => void;
}) {
  const admission = readAdmission(policyText);
  const cameraRequired = readCameraRequired(policyText);
  return (
    <Stack gap="xs">
      <Switch
        label="The exam begins with a picture of the camera"
        description="The time of a student starts by itself once a usable picture of their camera was seen. Without this it starts at once, and who is not watched is warned."
        disabled={cameraRequired === undefined}
        checked={cameraRequired ?? false}
        onChange={(event) => {
          onChange(writeCameraRequired(policyText, event.currentTarget.checked));
        }}
      />
      <Switch
        label="A proctor lets each student in"
        description="Students wait, and a proctor looks at a picture of each before their time starts."
        disabled={admission === undefined}
        checked={admission?.asked ?? false}
        onChange={(event) => {
          onChange(writeAdmission(policyText, { asked: event.currentTarget.checked, keepFirstPicture: false }));
        }}
      />
      {admission?.asked === true && (
        <Switch
          label="Keep the first picture of each student"
          description="Proctors of later exams compare with it. It is kept for a year, or as long as admission.keep_days in the policy says."
          checked={admission.keepFirstPicture}
          onChange={(event) => {
            onChange(writeAdmission(policyText, { asked: true, keepFirstPicture: event.currentTarget.checked }));
          }}
        />
      )}
    </Stack>
  );
}
