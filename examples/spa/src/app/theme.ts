/** Mantine's theme with the bank's colours and the texts of Mantine's own buttons. */

import { createTheme, type MantineColorsTuple, type MantineThemeOverride } from "@mantine/core";
import type { TFunction } from "i18next";

/** Indexes 7 (light) and 8 (filled) have a contrast of at least 5:1 with white. */
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

const base = createTheme({
  primaryColor: "green",
  primaryShade: { light: 8, dark: 7 },
  colors: { green },
  defaultRadius: "md",
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
  headings: { fontWeight: "650" },
  respectReducedMotion: true,
  components: {
    // Without this the focus ring of a button inside is cut off.
    Alert: { styles: { body: { overflow: "visible" }, message: { overflow: "visible" } } },
    // Mantine renders a <header>, which would be a second banner landmark.
    ModalHeader: { defaultProps: { role: "none" } },
    // Screen readers read a label only on an element with a role.
    Skeleton: { defaultProps: { role: "status" } },
    Notification: { styles: { description: { color: "var(--mantine-color-dimmed)" } } },
  },
});

/** In the language of the page. */
export function createBankTheme(t: TFunction): MantineThemeOverride {
  // By default the button cannot be reached with the keyboard.
  const visibilityToggleButtonProps = { "aria-label": t("show_password"), tabIndex: 0 };
  const components = {
    ...base.components,
    CloseButton: { defaultProps: { "aria-label": t("close") } },
    PasswordInput: { defaultProps: { visibilityToggleButtonProps } },
  };
  return { ...base, components };
}
