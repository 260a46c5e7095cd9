/** All routes. The code of a page is loaded when it is first opened. */

import type { ComponentType } from "react";
import { createBrowserRouter, Navigate } from "react-router";
import { FullPageLoader } from "@/components/ui/full-page-loader";
import { paths, patterns } from "@/config/paths";
import { RequireAuth, RequireRole } from "./guards";
import { RouteErrorBoundary } from "./route-error-boundary";

/** A route whose code is loaded on demand. */
function page<Name extends string>(path: string, load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return { path, lazy: async () => ({ Component: (await load())[name] }) };
}

/** These need no sign-in. The links in mails work while a user is signed in, too. */
const publicPages = [
  page(paths.signIn, () => import("@/features/auth/routes/sign-in"), "SignInPage"),
  page(paths.forgotPassword, () => import("@/features/auth/routes/forgot-password"), "ForgotPasswordPage"),
  page(paths.resetPassword, () => import("@/features/auth/routes/reset-password"), "ResetPasswordPage"),
  page(paths.register, () => import("@/features/auth/routes/register"), "RegisterPage"),
  page(
    paths.confirmRegistration,
    () => import("@/features/auth/routes/confirm-registration"),
    "ConfirmRegistrationPage",
  ),
  page(paths.confirmEmail, () => import("@/features/auth/routes/confirm-email"), "ConfirmEmailPage"),
];

const pages = [
  page(paths.overview, () => import("./pages/dashboard"), "DashboardPage"),
  page(paths.accounts, () => import("@/features/accounts/routes/accounts"), "AccountsPage"),
  page(patterns.account, () => import("@/features/accounts/routes/account"), "AccountPage"),
  page(patterns.transaction, () => import("@/features/transactions/routes/transaction"), "TransactionPage"),
  page(paths.transfer, () => import("@/features/transfers/routes/transfer"), "TransferPage"),
  page(paths.loans, () => import("@/features/loans/routes/loans"), "LoansPage"),
  page(patterns.loan, () => import("@/features/loans/routes/loan"), "LoanPage"),
  page(paths.profile, () => import("@/features/profile/routes/profile"), "ProfilePage"),
  page(paths.security, () => import("@/features/security/routes/security"), "SecurityPage"),
  page(paths.factors, () => import("@/features/security/routes/factors"), "FactorsPage"),
  page(paths.changePassword, () => import("@/features/security/routes/change-password"), "ChangePasswordPage"),
  { path: paths.sessions, element: <Navigate to={paths.security} replace /> },
];

const memberPages = [page(paths.applyForLoan, () => import("@/features/loans/routes/apply"), "ApplyPage")];

const staffPages = [
  page(paths.cashDesk, () => import("./pages/cash-desk"), "CashDeskPage"),
  page(paths.till, () => import("@/features/till/routes/till"), "TillPage"),
  page(paths.members, () => import("@/features/members/routes/members"), "MembersPage"),
  page(patterns.member, () => import("@/features/members/routes/member"), "MemberPage"),
];

const managerPages = [
  page(paths.people, () => import("@/features/people/routes/people"), "PeoplePage"),
  page(patterns.person, () => import("@/features/people/routes/person"), "PersonPage"),
  page(paths.reports, () => import("@/features/reports/routes/reports"), "ReportsPage"),
  page(patterns.report, () => import("@/features/reports/routes/report"), "ReportPage"),
  page(paths.loanProducts, () => import("@/features/loans/routes/products"), "LoanProductsPage"),
  page(paths.auditLog, () => import("@/features/audit/routes/audit-log"), "AuditLogPage"),
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
