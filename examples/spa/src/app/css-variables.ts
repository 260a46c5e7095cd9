/** Overrides Mantine's colours whose contrast is too low: text has at least 4.5:1 (WCAG AA). */

import type { CSSVariablesResolver } from "@mantine/core";

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "var(--mantine-color-gray-7)",
    "--mantine-color-placeholder": "var(--mantine-color-gray-7)",
    "--mantine-color-error": "var(--mantine-color-red-9)",
    "--mantine-color-disabled-color": "var(--mantine-color-gray-7)",
    "--mantine-color-yellow-light-color": "#5f4100",
    "--mantine-color-orange-light-color": "#7a2e00",
  },
  dark: {
    "--mantine-color-dimmed": "var(--mantine-color-dark-1)",
    "--mantine-color-placeholder": "var(--mantine-color-dark-1)",
    "--mantine-color-error": "var(--mantine-color-red-4)",
    "--mantine-color-disabled-color": "var(--mantine-color-dark-2)",
    "--mantine-color-red-filled": "var(--mantine-color-red-9)",
    "--mantine-color-red-filled-hover": "#b02525",
    // Alerts in the dark scheme are visible without being too bright.
    "--mantine-color-yellow-light": "#3b2f0b",
    "--mantine-color-red-light": "#46191b",
  },
});
