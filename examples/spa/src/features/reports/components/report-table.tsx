/** The rows of a report as a table. */

import { ScrollArea, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Report } from "../api/reports";
import { cellText, heading, isNumeric } from "../utils/cells";

/** `title`: the name of the report. */
export function ReportTable({ title, report: { columns, rows, currency } }: { title: string; report: Report }) {
  const { t } = useTranslation("reports");
  if (rows.length === 0) return <Text c="dimmed">{t("no_rows")}</Text>;
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
      <Table aria-label={title} verticalSpacing="xs" miw={columns.length * 110}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} ta={rows.some((row) => isNumeric(column, row[column])) ? "end" : "start"}>
                {heading(column)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <Table.Td
                  key={column}
                  ta={isNumeric(column, row[column]) ? "end" : "start"}
                  style={{ fontVariantNumeric: "tabular-nums" }}
                >
                  <bdi>{cellText(column, row[column], currency)}</bdi>
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
