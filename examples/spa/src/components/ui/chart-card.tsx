/** A chart with a title, and the same figures as a table for screen readers and on request. */

import { Box, Button, ScrollArea, Table, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Section } from "./section";

interface Props {
  title: string;
  note?: string;
  /** Of the table. The first column is the row's header. */
  columns: string[];
  rows: string[][];
  /** Above the chart. */
  controls?: ReactNode;
  children: ReactNode;
}

export function ChartCard({ title, note, columns, rows, controls, children }: Props) {
  const { t } = useTranslation();
  const [showsTable, { toggle }] = useDisclosure();
  const table = (
    <Table aria-label={title} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column, index) => (
            <Table.Th key={column} scope="col" ta={index ? "end" : "start"}>
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([header, ...cells]) => (
          <Table.Tr key={header}>
            <Table.Th scope="row" fw={400}>
              {header}
            </Table.Th>
            {cells.map((cell, index) => (
              <Table.Td key={columns[index + 1]} ta="end">
                {cell}
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
  return (
    <Section
      title={title}
      note={note}
      aside={
        <Button variant="subtle" size="compact-sm" onClick={toggle}>
          {t(showsTable ? "chart.chart_view" : "chart.table_view")}
        </Button>
      }
    >
      {controls && <div className="no-print">{controls}</div>}
      {showsTable ? (
        <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
          {table}
        </ScrollArea.Autosize>
      ) : (
        <>
          {/* The axes of a chart run from left to right in every language, as the numbers do. */}
          <Box aria-hidden dir="ltr">
            {children}
          </Box>
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
    </Section>
  );
}
