import { Text, VisuallyHidden } from "@mantine/core";
import { IconCircle, IconCircleCheckFilled, IconCircleDotFilled, IconCircleMinus } from "@tabler/icons-react";
import type { Step } from "./appealWords";
import classes from "./appeal.module.css";

const LOOKS = {
  done: { Icon: IconCircleCheckFilled, words: "Done: ", className: classes.done },
  now: { Icon: IconCircleDotFilled, words: "Now: ", className: classes.done },
  next: { Icon: IconCircle, words: "Later: ", className: classes.later },
  missed: { Icon: IconCircleMinus, words: "Over: ", className: classes.later },
} as const;

/** What was, what is now and what comes, one below the other. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map(({ key, state, title, text }) => {
        const { Icon, words, className } = LOOKS[state];
        return (
          <li
            key={key}
            className={classes.step}
            data-testid={`step-${key}`}
            data-state={state}
            aria-current={state === "now" ? "step" : undefined}
          >
            <Icon size={24} aria-hidden className={className} />
            <div>
              <Text fw={state === "now" ? 650 : 500}>
                <VisuallyHidden>{words}</VisuallyHidden>
                {title}
              </Text>
              <Text size="sm" c="dimmed">
                {text}
              </Text>
            </div>
          </li>
        );
      })}
    </ol>
  );
}
