/** The list of reports. */

import { Anchor, Paper } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { paths } from "@/config/paths";
import { useReports } from "../api/reports";
import { reportNote, reportTitle } from "../utils/names";

export function ReportsPage() {
  const { t } = useTranslation("reports");
  const query = useReports();
  return (
    <Page title={t("title")}>
      <QueryResult query={query}>
        {(reports) => (
          <Paper withBorder p={{ base: "md", sm: "lg" }} maw={760}>
            <Rows label={t("title")} empty={t("empty")}>
              {reports.map(({ name, title }) => (
                <Row
                  key={name}
                  title={
                    <Anchor component={Link} to={paths.report(name)}>
                      {reportTitle(name, title)}
                    </Anchor>
                  }
                  note={reportNote(name)}
                />
              ))}
            </Rows>
          </Paper>
        )}
      </QueryResult>
    </Page>
  );
}
