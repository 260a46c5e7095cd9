/** Renders a page for a test, with the providers of the application. */

import { DirectionProvider, MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { QueryClientProvider } from "@tanstack/react-query";
import { type RenderResult, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, parsePath, RouterProvider, useLocation } from "react-router";
import { StepUpDialog } from "@/components/factors/step-up-dialog";
import { createQueryClient } from "@/lib/query-client";

let current: ReturnType<typeof createMemoryRouter>;

/** The router of the page that was rendered last. */
export function router() {
  return current;
}

/** Renders `page` at `pathname`, which matches the route `path`. Every other route shows its path. */
export function renderPage(page: ReactNode, state: unknown = null, path = "/here", pathname = path): RenderResult {
  current = createMemoryRouter(
    [
      { path, element: page },
      { path: "*", element: <OtherRoute /> },
    ],
    { initialEntries: [{ ...parsePath(pathname), state }] },
  );
  return render(
    // No transitions and no style sheets: jsdom evaluates them again for every query by role.
    <DirectionProvider>
      <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false}>
        <QueryClientProvider client={createQueryClient()}>
          <ModalsProvider>
            <RouterProvider router={current} />
            <StepUpDialog />
          </ModalsProvider>
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>,
  );
}

function OtherRoute() {
  return <p>Now at {useLocation().pathname}</p>;
}
