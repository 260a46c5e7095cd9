/** A plot with its name, and the same figures as a table: for whoever does not see it, or asks for it. */

import { Box, Button, ScrollArea, Table, VisuallyHidden } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Section } from "./section";

interface Props {
  title: string;
  note?: string;
  /** The table's: the first column names the row. */
  columns: string[];
  rows: string[][];
  children: ReactNode;
}

export function Plot({ title, note, columns, rows, children }: Props) {
  const [isTable, { toggle }] = useDisclosure();
  const table = (
    <Table aria-label={title} stickyHeader>
      <Table.Thead>
        <Table.Tr>
          {columns.map((column, place) => (
            <Table.Th key={column} scope="col" ta={place ? "right" : "left"}>
              {column}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(([name, ...cells]) => (
          <Table.Tr key={name}>
            <Table.Th scope="row" fw={400}>
              {name}
            </Table.Th>
            {cells.map((cell, place) => (
              <Table.Td key={columns[place + 1]} ta="right">
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
      beside={
        <Button variant="subtle" size="compact-sm" onClick={toggle} aria-pressed={isTable}>
          As a table
        </Button>
      }
    >
      {isTable ? (
        <ScrollArea.Autosize mah={260} viewportProps={{ tabIndex: 0, role: "region", "aria-label": title }}>
          {table}
        </ScrollArea.Autosize>
      ) : (
        <>
          <Box aria-hidden>{children}</Box>
          <VisuallyHidden>{table}</VisuallyHidden>
        </>
      )}
    </Section>
  );
}
