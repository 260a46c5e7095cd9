/** Every page, on one page. Each is fetched when somebody goes there first. */

import { createBrowserRouter, Navigate } from "react-router";
import { Waiting } from "../ui/waiting";
import { Broken } from "./broken";
import { For, SignedIn } from "./guards";

export const router = createBrowserRouter([
  {
    HydrateFallback: Waiting,
    ErrorBoundary: Broken,
    children: [
      { path: "/sign-in", lazy: async () => ({ Component: (await import("../pages/sign-in/sign-in")).SignInPage }) },
      {
        element: <SignedIn />,
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
                element: <For roles={["member"]} />,
                children: [
                  {
                    path: "/transfer",
                    lazy: async () => ({ Component: (await import("../pages/transfer/transfer")).TransferPage }),
                  },
                ],
              },
              {
                element: <For roles={["cashier", "manager"]} />,
                children: [
                  {
                    path: "/counter",
                    lazy: async () => ({ Component: (await import("../pages/counter/counter")).CounterPage }),
                  },
                ],
              },
              {
                element: <For roles={["manager"]} />,
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
