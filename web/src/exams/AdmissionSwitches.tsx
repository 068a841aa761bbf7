import { Stack, Switch } from "@mantine/core";
import { readAdmission, writeAdmission } from "./admissionPolicy";

/** Whether somebody lets each student in. It stands in the policy, whose text these switches write. */
export function AdmissionSwitches({
  policyText,
  onChange,
}: {
  policyText: string;
  onChange: (policyText: string) => void;
}) {
  const admission = readAdmission(policyText);
  return (
    <Stack gap="xs">
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
