/** The bank's colours and shapes, for Mantine. */

import { createTheme, type MantineColorsTuple } from "@mantine/core";

/** Index 7 (light) and 8 (filled) stand against white with 5:1 and more. */
const green: MantineColorsTuple = [
  "#e9f7f2",
  "#d3ebe2",
  "#a5d8c5",
  "#73c4a6",
  "#4ab38b",
  "#30a87a",
  "#1f8f66",
  "#0f7a58",
  "#0b6b4d",
  "#055a3f",
];

export const theme = createTheme({
  primaryColor: "green",
  primaryShade: { light: 8, dark: 7 },
  colors: { green },
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  components: {
    // Else the focus ring of a button inside is cut off.
    Alert: { styles: { body: { overflow: "visible" }, message: { overflow: "visible" } } },
    CloseButton: { defaultProps: { "aria-label": "Close" } },
    // Mantine makes it a <header>, which would be a second banner beside the application's own.
    ModalHeader: { defaultProps: { role: "none" } },
    // A name is only read of something that has a role.
    Skeleton: { defaultProps: { role: "status" } },
    Notification: { styles: { description: { color: "var(--mantine-color-dimmed)" } } },
  },
});
