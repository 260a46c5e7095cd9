/** All routes. The code of a page is loaded when it is first opened. */

import { createBrowserRouter, Navigate } from "react-router";
import { FullPageLoader } from "../ui/full-page-loader";
import { RequireAuth, RequireRole } from "./guards";
import { RouteErrorBoundary } from "./route-error-boundary";

export const router = createBrowserRouter([
  {
    HydrateFallback: FullPageLoader,
    ErrorBoundary: RouteErrorBoundary,
    children: [
      { path: "/sign-in", lazy: async () => ({ Component: (await import("../pages/sign-in/sign-in")).SignInPage }) },
      {
        element: <RequireAuth />,
        children: [
          {
            lazy: async () => ({ Component: (await import("./shell")).Shell }),
            children: [
              {
                path: "/",
                lazy: async () => ({ Component: (await import("../pages/dashboard/dashboard")).DashboardPage }),
              },
              {
                path: "/accounts",
                lazy: async () => ({ Component: (await import("../pages/accounts/accounts")).AccountsPage }),
              },
              {
                path: "/accounts/:number",
                lazy: async () => ({ Component: (await import("../pages/accounts/account")).AccountPage }),
              },
              {
                path: "/sessions",
                lazy: async () => ({ Component: (await import("../pages/sessions/sessions")).SessionsPage }),
              },
              {
                element: <RequireRole roles={["member"]} />,
                children: [
                  {
                    path: "/transfer",
                    lazy: async () => ({ Component: (await import("../pages/transfer/transfer")).TransferPage }),
                  },
                ],
              },
              {
                element: <RequireRole roles={["cashier", "manager"]} />,
                children: [
                  {
                    path: "/counter",
                    lazy: async () => ({ Component: (await import("../pages/counter/counter")).CounterPage }),
                  },
                ],
              },
              {
                element: <RequireRole roles={["manager"]} />,
                children: [
                  {
                    path: "/loans",
                    lazy: async () => ({ Component: (await import("../pages/loans/loans")).LoansPage }),
                  },
                  {
                    path: "/loans/:id",
                    lazy: async () => ({ Component: (await import("../pages/loans/loan")).LoanPage }),
                  },
                ],
              },
              { path: "*", element: <Navigate to="/" replace /> },
            ],
          },
        ],
      },
    ],
  },
]);
