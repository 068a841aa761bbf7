import { Group, Radio, Stack } from "@mantine/core";
import { AppealField } from "./AppealField";
import type { Verdict } from "./appealVerdict";
import classes from "./appeal.module.css";

/** Grant or uphold, and why. */
export function VerdictFields({
  label,
  granted,
  upheld,
  verdict,
  maxCharacters,
  error,
  disabled,
  onChange,
}: {
  label: string;
  granted: string;
  upheld: string;
  verdict: Verdict;
  maxCharacters: number;
  error: string | null;
  disabled: boolean;
  onChange: (verdict: Verdict) => void;
}) {
  return (
    <fieldset className={classes.verdict} disabled={disabled}>
      <Stack gap="xs">
        <Radio.Group
          label={label}
          value={verdict.outcome}
          error={verdict.outcome === null || verdict.reason.trim() !== "" ? error : null}
          onChange={(outcome) => {
            onChange({ ...verdict, outcome });
          }}
        >
          <Group mt={6} gap="lg">
            <Radio value="granted" label={granted} />
            <Radio value="upheld" label={upheld} />
          </Group>
        </Radio.Group>
        {verdict.outcome !== null && (
          <AppealField
            label="Reason, for the student to read"
            required
            text={verdict.reason}
            maxCharacters={maxCharacters}
            error={verdict.reason.trim() === "" ? error : null}
            onType={(reason) => {
              onChange({ ...verdict, reason });
            }}
          />
        )}
      </Stack>
    </fieldset>
  );
}
