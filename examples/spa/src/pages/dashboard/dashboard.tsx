/** The overview page of each role. */

import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { unwrap } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { useUser } from "../../react/use-session";
import { bank } from "../../settings";
import { Page } from "../../ui/page";
import { QueryResult } from "../../ui/query-result";

// Loaded separately, so that a member does not download the manager's charts.
const MemberDashboard = lazy(async () => ({ default: (await import("./member-dashboard")).MemberDashboard }));
const CashierDashboard = lazy(async () => ({ default: (await import("./cashier-dashboard")).CashierDashboard }));
const ManagerDashboard = lazy(async () => ({ default: (await import("./manager-dashboard")).ManagerDashboard }));

/** The main action of each role. */
const MAIN_ACTION = {
  member: { to: "/transfer", name: "Transfer" },
  cashier: { to: "/counter", name: "Open cash desk" },
  manager: null,
};

export function DashboardPage() {
  const query = useQuery({ queryKey: ["dashboard"], queryFn: () => unwrap(bank.api.GET("/api/dashboard/")) });
  const action = MAIN_ACTION[useUser().role];
  const button = action && (
    <Button component={Link} to={action.to}>
      {action.name}
    </Button>
  );
  return (
    <Page title="Overview" aside={button}>
      <QueryResult query={query}>
        {(dashboard) => (
          <Suspense fallback={<Skeleton height={240} aria-label="Loading" />}>
            <ByRole dashboard={dashboard} />
          </Suspense>
        )}
      </QueryResult>
    </Page>
  );
}

function ByRole({ dashboard }: { dashboard: components["schemas"]["Dashboard"] }) {
  switch (dashboard.role) {
    case "member":
      return <MemberDashboard dashboard={dashboard} />;
    case "cashier":
      return <CashierDashboard dashboard={dashboard} />;
    case "manager":
      return <ManagerDashboard dashboard={dashboard} />;
  }
}
