/** The rows of a report as a table. */

import { ScrollArea, Table, Text } from "@mantine/core";
import type { Report } from "../api/reports";
import { cellText, heading, isNumeric } from "../utils/cells";

export function ReportTable({ report: { title, columns, rows, currency } }: { report: Report }) {
  if (rows.length === 0) return <Text c="dimmed">Nothing in this period.</Text>;
  return (
    <ScrollArea type="auto" viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
      <Table verticalSpacing="xs" miw={columns.length * 110}>
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column} ta={rows.some((row) => isNumeric(column, row[column])) ? "right" : "left"}>
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
                  ta={isNumeric(column, row[column]) ? "right" : "left"}
                  style={{ fontVariantNumeric: "tabular-nums" }}
                >
                  {cellText(column, row[column], currency)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  );
}
