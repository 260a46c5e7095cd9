/** What one sees first: by role. */

import { Button, Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Link } from "react-router";
import { answered } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { useUser } from "../../react/session";
import { bank } from "../../settings";
import { Answer } from "../../ui/answer";
import { Page } from "../../ui/page";

// Each by itself: a member does not fetch the manager's plots.
const MemberDashboard = lazy(async () => ({ default: (await import("./member")).MemberDashboard }));
const CashierDashboard = lazy(async () => ({ default: (await import("./cashier")).CashierDashboard }));
const ManagerDashboard = lazy(async () => ({ default: (await import("./manager")).ManagerDashboard }));

/** What each role does most from here. */
const FIRST = {
  member: { to: "/transfer", name: "Transfer" },
  cashier: { to: "/counter", name: "To the counter" },
  manager: null,
};

export function DashboardPage() {
  const query = useQuery({ queryKey: ["dashboard"], queryFn: () => answered(bank.api.GET("/api/dashboard/")) });
  const first = FIRST[useUser().role];
  const button = first && (
    <Button component={Link} to={first.to}>
      {first.name}
    </Button>
  );
  return (
    <Page title="Overview" beside={button}>
      <Answer query={query}>
        {(dashboard) => (
          <Suspense fallback={<Skeleton height={240} aria-label="One moment" />}>
            <ByRole dashboard={dashboard} />
          </Suspense>
        )}
      </Answer>
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
