/** One report: its period, totals and rows, and the download as CSV. */

import { Anchor, Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { IconArrowLeft, IconDownload, IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { BankError } from "@/lib/bank-client/errors";
import { formatDate } from "@/utils/format";
import { downloadReport, type Period, type ReportName, useReport } from "../api/reports";
import { ReportTable } from "../components/report-table";
import { cellText, flatten } from "../utils/cells";
import { hasChart } from "../utils/chart-data";
import { reportTitle } from "../utils/names";

// The chart is loaded after the figures, because its code is larger than the rest of the page.
const ReportChart = lazy(async () => ({ default: (await import("../components/report-chart")).ReportChart }));

export function ReportPage() {
  const { t } = useTranslation(["reports", "common"]);
  const { name = "" } = useParams();
  const [period, setPeriod] = useState<Period>({ from: "", to: "" });
  const query = useReport(name as ReportName, period);
  const error = query.error instanceof BankError ? query.error : null;
  return (
    <Page title={query.data ? reportTitle(query.data.report, query.data.title) : t("report")}>
      <Anchor component={Link} to={paths.reports} size="sm" w="fit-content" className="no-print">
        <Group gap={4} component="span">
          <IconArrowLeft size={16} className="directed" aria-hidden />
          {t("title")}
        </Group>
      </Anchor>
      {error?.status === 404 ? (
        <Text>{t("not_found")}</Text>
      ) : (
        <Stack gap="lg">
          <PeriodForm name={name as ReportName} period={period} onChange={setPeriod} fields={error?.fields ?? {}} />
          {(error?.status !== 400 || query.data) && (
            <QueryResult query={query} height={320}>
              {(report) => (
                <>
                  <Section
                    title={t("totals")}
                    note={t("period", { from: formatDate(report.from), to: formatDate(report.to) })}
                  >
                    <DescriptionList>
                      {flatten(report.summary).map(({ column, label, value }) => (
                        <DescriptionItem key={column} name={label}>
                          <bdi>{cellText(column, value, report.currency)}</bdi>
                        </DescriptionItem>
                      ))}
                    </DescriptionList>
                  </Section>
                  {hasChart(report) && (
                    <Suspense fallback={<Skeleton height={360} aria-label={t("common:loading")} />}>
                      <ReportChart report={report} />
                    </Suspense>
                  )}
                  <Section title={t("rows")}>
                    <ReportTable title={reportTitle(report.report, report.title)} report={report} />
                  </Section>
                </>
              )}
            </QueryResult>
          )}
        </Stack>
      )}
    </Page>
  );
}

interface PeriodFormProps {
  name: ReportName;
  period: Period;
  /** The API's messages by field. */
  fields: Record<string, string[]>;
  onChange: (period: Period) => void;
}

function PeriodForm({ name, period, fields, onChange }: PeriodFormProps) {
  const { t } = useTranslation(["reports", "common"]);
  const download = useMutation({
    mutationFn: (part: "rows" | "totals") => downloadReport(name, period, part),
    meta: { isRead: true },
  });
  return (
    <Stack gap="sm" className="no-print">
      <ErrorAlert error={download.error} />
      <Group align="end">
        {(["from", "to"] as const).map((end) => (
          <TextInput
            key={end}
            type="date"
            label={t(end)}
            error={fields[end]?.join(" ")}
            value={period[end]}
            onChange={({ currentTarget }) => onChange({ ...period, [end]: currentTarget.value })}
          />
        ))}
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending && download.variables === "rows"}
          onClick={() => download.mutate("rows")}
        >
          {t("csv")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending && download.variables === "totals"}
          onClick={() => download.mutate("totals")}
        >
          {t("csv_totals")}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {t("common:print")}
        </Button>
      </Group>
    </Stack>
  );
}
