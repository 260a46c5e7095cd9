/** All routes. The code of a page is loaded when it is first opened. */

import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";
import { createBrowserRouter, Navigate } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths, patterns } from "@/config/paths";
import { loadCatalogues } from "@/lib/i18n";
import type { Namespace } from "@/types/i18next";
import { RequireAuth, RequireRole } from "./guards";
import { RouteErrorBoundary } from "./route-error-boundary";

/** A route whose code and texts are loaded on demand. `namespaces`: the catalogues of the features that it shows. */
function page<Name extends string>(
  path: string,
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
  ...namespaces: Namespace[]
) {
  return {
    path,
    lazy: async () => {
      const [module] = await Promise.all([load(), loadCatalogues(...namespaces)]);
      return { Component: translated(module[name]) };
    },
  };
}

/** Renders the page again when the language changes: the texts and numbers of src/utils do not do it by themselves. */
function translated(Component: ComponentType): ComponentType {
  return function Translated() {
    useTranslation();
    return <Component />;
  };
}

/** These need no sign-in. The links in mails work while a user is signed in, too. */
const publicPages = [
  page(paths.signIn, () => import("@/features/auth/routes/sign-in"), "SignInPage", "auth"),
  page(paths.forgotPassword, () => import("@/features/auth/routes/forgot-password"), "ForgotPasswordPage", "auth"),
  page(paths.resetPassword, () => import("@/features/auth/routes/reset-password"), "ResetPasswordPage", "auth"),
  page(paths.register, () => import("@/features/auth/routes/register"), "RegisterPage", "auth"),
  page(
    paths.confirmRegistration,
    () => import("@/features/auth/routes/confirm-registration"),
    "ConfirmRegistrationPage",
    "auth",
  ),
  page(paths.confirmEmail, () => import("@/features/auth/routes/confirm-email"), "ConfirmEmailPage", "auth"),
];

const pages = [
  page(paths.overview, () => import("./pages/dashboard"), "DashboardPage", "dashboard", "loans"),
  page(paths.accounts, () => import("@/features/accounts/routes/accounts"), "AccountsPage", "accounts"),
  page(patterns.account, () => import("@/features/accounts/routes/account"), "AccountPage", "accounts"),
  page(
    patterns.transaction,
    () => import("@/features/transactions/routes/transaction"),
    "TransactionPage",
    "transactions",
  ),
  page(paths.transfer, () => import("@/features/transfers/routes/transfer"), "TransferPage", "transfers"),
  page(paths.loans, () => import("@/features/loans/routes/loans"), "LoansPage", "loans"),
  page(patterns.loan, () => import("@/features/loans/routes/loan"), "LoanPage", "loans"),
  page(paths.profile, () => import("@/features/profile/routes/profile"), "ProfilePage", "profile"),
  page(paths.security, () => import("@/features/security/routes/security"), "SecurityPage", "security"),
  page(paths.factors, () => import("@/features/security/routes/factors"), "FactorsPage", "security"),
  page(
    paths.changePassword,
    () => import("@/features/security/routes/change-password"),
    "ChangePasswordPage",
    "security",
  ),
  { path: paths.sessions, element: <Navigate to={paths.security} replace /> },
];

const memberPages = [page(paths.applyForLoan, () => import("@/features/loans/routes/apply"), "ApplyPage", "loans")];

const staffPages = [
  page(paths.cashDesk, () => import("./pages/cash-desk"), "CashDeskPage", "cash", "loans"),
  page(paths.till, () => import("@/features/till/routes/till"), "TillPage", "till", "vault"),
  page(paths.members, () => import("@/features/members/routes/members"), "MembersPage", "members"),
  page(patterns.member, () => import("@/features/members/routes/member"), "MemberPage", "members"),
];

const managerPages = [
  page(paths.people, () => import("@/features/people/routes/people"), "PeoplePage", "people"),
  page(patterns.person, () => import("@/features/people/routes/person"), "PersonPage", "people"),
  page(paths.reports, () => import("@/features/reports/routes/reports"), "ReportsPage", "reports"),
  page(patterns.report, () => import("@/features/reports/routes/report"), "ReportPage", "reports"),
  page(paths.loanProducts, () => import("@/features/loans/routes/products"), "LoanProductsPage", "loans"),
  page(paths.auditLog, () => import("@/features/audit/routes/audit-log"), "AuditLogPage", "audit"),
];

export const router = createBrowserRouter([
  {
    HydrateFallback: FullPageLoader,
    ErrorBoundary: RouteErrorBoundary,
    children: [
      ...publicPages,
      {
        element: <RequireAuth />,
        children: [
          {
            lazy: async () => ({ Component: (await import("./shell")).Shell }),
            children: [
              ...pages,
              { element: <RequireRole roles={["member"]} />, children: memberPages },
              { element: <RequireRole roles={["cashier", "manager"]} />, children: staffPages },
              { element: <RequireRole roles={["manager"]} />, children: managerPages },
              page("*", () => import("./pages/not-found"), "NotFoundPage"),
            ],
          },
        ],
      },
    ],
  },
]);
