/** Puts a page on the screen for a test, with the providers that it has in the application. */

import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type RenderResult, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { createMemoryRouter, RouterProvider, useLocation } from "react-router";

/** At `pathname`, of the form `path`; any other place it leads to shows its path. */
export function show(page: ReactNode, state: unknown = null, path = "/here", pathname = path): RenderResult {
  const router = createMemoryRouter(
    [
      { path, element: page },
      { path: "*", element: <Elsewhere /> },
    ],
    { initialEntries: [{ pathname, state }] },
  );
  return render(
    // No transitions, and no stylesheet: jsdom reads it through anew for every question after a role.
    <MantineProvider env="test" withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <ModalsProvider>
          <RouterProvider router={router} />
        </ModalsProvider>
      </QueryClientProvider>
    </MantineProvider>,
  );
}

function Elsewhere() {
  return <p>Now at {useLocation().pathname}</p>;
}
