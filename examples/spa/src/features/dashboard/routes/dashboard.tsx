/** The overview page of each role. */

import { Button, Skeleton } from "@mantine/core";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import { $api } from "@/lib/api";
import type { components } from "@/lib/bank-client/schema";
import type { Loan } from "@/types/api";

// Loaded separately, so that a member does not download the manager's charts.
const MemberDashboard = lazy(async () => ({
  default: (await import("../components/member-dashboard")).MemberDashboard,
}));
const CashierDashboard = lazy(async () => ({
  default: (await import("../components/cashier-dashboard")).CashierDashboard,
}));
const ManagerDashboard = lazy(async () => ({
  default: (await import("../components/manager-dashboard")).ManagerDashboard,
}));

/** The main action of each role. */
const MAIN_ACTION = {
  member: { to: paths.transfer, name: "transfer" },
  cashier: { to: paths.cashDesk, name: "cash_desk" },
  manager: null,
} as const;

interface Props {
  /** Renders the list of loans to disburse, which belongs to another feature. */
  renderDisbursements: (loans: Loan[]) => ReactNode;
}

export function DashboardPage({ renderDisbursements }: Props) {
  const { t } = useTranslation(["dashboard", "common"]);
  const query = $api.useQuery("get", "/api/dashboard/");
  const action = MAIN_ACTION[useUser().role];
  const button = action && (
    <Button component={Link} to={action.to}>
      {t(`action.${action.name}`)}
    </Button>
  );
  return (
    <Page title={t("title")} aside={button}>
      <QueryResult query={query}>
        {(dashboard) => (
          <Suspense fallback={<Skeleton height={240} aria-label={t("common:loading")} />}>
            <ByRole dashboard={dashboard} renderDisbursements={renderDisbursements} />
          </Suspense>
        )}
      </QueryResult>
    </Page>
  );
}

function ByRole({ dashboard, renderDisbursements }: Props & { dashboard: components["schemas"]["Dashboard"] }) {
  switch (dashboard.role) {
    case "member":
      return <MemberDashboard dashboard={dashboard} />;
    case "cashier":
      return <CashierDashboard dashboard={dashboard} renderDisbursements={renderDisbursements} />;
    case "manager":
      return <ManagerDashboard dashboard={dashboard} />;
  }
}
