/** The application: its providers and routes. */

import "@mantine/core/styles.css";
import "@mantine/charts/styles.css";
import "@mantine/notifications/styles.css";
import "./button.css";
import "./direction.css";
import "./print.css";

import { DirectionProvider, MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { RouterProvider } from "react-router";
import { queryClient } from "@/lib/query-client";
import { styleNonce } from "@/lib/style-nonce";
import { cssVariables } from "./css-variables";
import { router } from "./routes";
import { createBankTheme } from "./theme";

export function App() {
  const { t } = useTranslation();
  const theme = useMemo(() => createBankTheme(t), [t]);
  return (
    // The direction is the one of <html>, which follows the language (lib/i18n.ts).
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
      >
        <QueryClientProvider client={queryClient}>
          <ModalsProvider>
            <Notifications position="top-center" />
            <RouterProvider router={router} />
          </ModalsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
