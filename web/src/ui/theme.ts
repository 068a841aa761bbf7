import { Alert, Badge, createTheme, Drawer, Modal, type MantineColorsTuple } from "@mantine/core";

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

/** The cross has no word of its own, and a dialog's head is not another head of the page. */
const DIALOG = { closeButtonProps: { "aria-label": "Close" }, attributes: { header: { role: "none" } } };

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
    // A note is tinted, not painted: the more so in the dark, where a full colour shouts.
    Alert: Alert.extend({
      vars: (_, { color = "tide" }) => ({
        root: {
          "--alert-bg": `light-dark(var(--mantine-color-${color}-0), color-mix(in srgb, var(--mantine-color-${color}-6) 14%, var(--app-surface)))`,
          "--alert-bd": `1px solid light-dark(var(--mantine-color-${color}-3), color-mix(in srgb, var(--mantine-color-${color}-6) 45%, var(--app-surface)))`,
          "--alert-color": "var(--mantine-color-text)",
        },
      }),
      styles: { message: { color: "var(--mantine-color-text)" } },
    }),
    Badge: Badge.extend({
      styles: { label: { textTransform: "none" }, root: { fontWeight: 600, minWidth: "max-content" } },
    }),
    Modal: Modal.extend({ defaultProps: DIALOG }),
    Drawer: Drawer.extend({ defaultProps: DIALOG }),
  },
});
