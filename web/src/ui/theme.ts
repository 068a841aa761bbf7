import { Badge, createTheme, type MantineColorsTuple } from "@mantine/core";

const tide: MantineColorsTuple = [
  "#eef6f8",
  "#dbeaef",
  "#b6d5df",
  "#8dbfce",
  "#6aadc0",
  "#4e9cb2",
  "#3a8aa1",
  "#27728a",
  "#1c5d72",
  "#0f4656",
];

/** Calm on purpose: one quiet colour, system fonts, nothing that blinks. */
export const theme = createTheme({
  primaryColor: "tide",
  primaryShade: { light: 7, dark: 7 },
  colors: { tide },
  defaultRadius: "md",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", "Liberation Mono", Menlo, monospace',
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({
      styles: { label: { textTransform: "none" }, root: { fontWeight: 600, minWidth: "max-content" } },
    }),
  },
});
