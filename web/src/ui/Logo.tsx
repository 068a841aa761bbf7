import { Group, Text } from "@mantine/core";

export function Logo({ size = 26 }: { size?: number }) {
  return (
    <Group gap={10} wrap="nowrap">
      <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="var(--mantine-color-tide-8)" />
        <g fill="none" stroke="#fff" strokeWidth="2.400">
          <path d="M5 16c3-5 7-7.500 11-7.500S24 11 27 16c-3 5-7 7.500-11 7.500S8 21 5 16z" />
        </g>
        <circle cx="16" cy="16" r="3.600" fill="#fff" />
      </svg>
      <Text component="span" fw={650} fz={size * 0.7}>
        Invigil
      </Text>
    </Group>
  );
}
