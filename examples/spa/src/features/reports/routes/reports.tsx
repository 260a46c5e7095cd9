/** The list of reports. */

import { Anchor, Paper } from "@mantine/core";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { paths } from "@/config/paths";
import { useReports } from "../api/reports";

/** What each report is for. */
const NOTES: Record<string, string> = {
  summary: "Members, accounts, loans and what was posted",
  "trial-balance": "Debits and credits of every ledger account",
  "daily-transactions": "Number and amount of each kind of transaction by day",
  "cashier-activity": "What each cashier took in and paid out",
  "loan-portfolio": "Outstanding principal by product and arrears",
  "member-growth": "New members by month",
};

export function ReportsPage() {
  const query = useReports();
  return (
    <Page title="Reports">
      <QueryResult query={query}>
        {(reports) => (
          <Paper withBorder p={{ base: "md", sm: "lg" }} maw={760}>
            <Rows label="Reports" empty="There are no reports.">
              {reports.map(({ name, title }) => (
                <Row
                  key={name}
                  title={
                    <Anchor component={Link} to={paths.report(name)}>
                      {title}
                    </Anchor>
                  }
                  note={NOTES[name]}
                />
              ))}
            </Rows>
          </Paper>
        )}
      </QueryResult>
    </Page>
  );
}
