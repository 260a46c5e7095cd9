/** The filter of the audit log. */

import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type AuditFilter, EVENTS, type EventName } from "../api/audit";
import { eventTitle } from "./audit-row";

interface Props {
  filter: AuditFilter;
  /** The name of the person whose events are shown. */
  person: string | null;
  isExporting: boolean;
  onChange: (filter: AuditFilter) => void;
  onExport: () => void;
}

export function AuditFilterForm({ filter, person, isExporting, onChange, onExport }: Props) {
  return (
    <Group align="end">
      <NativeSelect
        label="Event"
        data={[{ value: "", label: "All" }, ...EVENTS.map((event) => ({ value: event, label: eventTitle(event) }))]}
        value={filter.event}
        onChange={({ currentTarget }) => onChange({ ...filter, event: currentTarget.value as EventName | "" })}
      />
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={end === "from" ? "From" : "To"}
          value={filter[end]}
          onChange={({ currentTarget }) => onChange({ ...filter, [end]: currentTarget.value })}
        />
      ))}
      {filter.user && (
        <Button variant="light" onClick={() => onChange({ ...filter, user: "" })}>
          {person ?? `Person ${filter.user}`}: show all people
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={isExporting}
        onClick={onExport}
      >
        CSV
      </Button>
    </Group>
  );
}
