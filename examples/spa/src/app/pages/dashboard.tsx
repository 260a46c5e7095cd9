/** The overview, with the loans to disburse for cashiers. */

import { DashboardPage as Dashboard } from "@/features/dashboard/routes/dashboard";
import { DisbursementList } from "@/features/loans/components/disbursement-list";

export function DashboardPage() {
  return <Dashboard renderDisbursements={(loans) => <DisbursementList loans={loans} />} />;
}
