/** All routes. The code of a page is loaded when it is first opened. */

import { createBrowserRouter, Navigate } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths, patterns } from "@/config/paths";
import { RequireAuth, RequireRole } from "./guards";
import { RouteErrorBoundary } from "./route-error-boundary";

export const router = createBrowserRouter([
  {
    HydrateFallback: FullPageLoader,
    ErrorBoundary: RouteErrorBoundary,
    children: [
      {
        path: paths.signIn,
        lazy: async () => ({ Component: (await import("@/features/auth/routes/sign-in")).SignInPage }),
      },
      {
        element: <RequireAuth />,
        children: [
          {
            lazy: async () => ({ Component: (await import("./shell")).Shell }),
            children: [
              {
                path: paths.overview,
                lazy: async () => ({ Component: (await import("./pages/dashboard")).DashboardPage }),
              },
              {
                path: paths.accounts,
                lazy: async () => ({ Component: (await import("@/features/accounts/routes/accounts")).AccountsPage }),
              },
              {
                path: patterns.account,
                lazy: async () => ({ Component: (await import("@/features/accounts/routes/account")).AccountPage }),
              },
              {
                path: paths.sessions,
                lazy: async () => ({ Component: (await import("@/features/security/routes/sessions")).SessionsPage }),
              },
              {
                element: <RequireRole roles={["member"]} />,
                children: [
                  {
                    path: paths.transfer,
                    lazy: async () => ({
                      Component: (await import("@/features/transfers/routes/transfer")).TransferPage,
                    }),
                  },
                ],
              },
              {
                element: <RequireRole roles={["cashier", "manager"]} />,
                children: [
                  {
                    path: paths.cashDesk,
                    lazy: async () => ({ Component: (await import("@/app/pages/cash-desk")).CashDeskPage }),
                  },
                ],
              },
              {
                element: <RequireRole roles={["manager"]} />,
                children: [
                  {
                    path: paths.loans,
                    lazy: async () => ({ Component: (await import("@/features/loans/routes/loans")).LoansPage }),
                  },
                  {
                    path: patterns.loan,
                    lazy: async () => ({ Component: (await import("@/features/loans/routes/loan")).LoanPage }),
                  },
                ],
              },
              { path: "*", element: <Navigate to={paths.overview} replace /> },
            ],
          },
        ],
      },
    ],
  },
]);
