/** The filter of the audit log. */

import { Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { currentLocale, i18n } from "@/lib/i18n";
import { type AuditFilter, EVENTS, type EventName } from "../api/audit";
import { ExactFilter } from "./exact-filter";

interface Props {
  filter: AuditFilter;
  /** The name of the person whose events are shown. */
  person: string | null;
  /** The API's messages by field. */
  fields: Record<string, string[]>;
  isExporting: boolean;
  onChange: (filter: AuditFilter) => void;
  onExport: () => void;
}

export function AuditFilterForm({ filter, person, fields, isExporting, onChange, onExport }: Props) {
  const { t } = useTranslation("audit");
  return (
    <Group align="end">
      <NativeSelect
        label={t("event_label")}
        data={[{ value: "", label: t("all") }, ...eventOptions()]}
        value={filter.event}
        onChange={({ currentTarget }) => onChange({ ...filter, event: currentTarget.value as EventName | "" })}
      />
      {(["from", "to"] as const).map((end) => (
        <TextInput
          key={end}
          type="date"
          label={t(end)}
          value={filter[end]}
          onChange={({ currentTarget }) => onChange({ ...filter, [end]: currentTarget.value })}
        />
      ))}
      {(["ip_address", "request_id"] as const).map((name) => (
        <ExactFilter
          key={name}
          label={t(name)}
          value={filter[name]}
          error={fields[name]?.join(" ")}
          onApply={(value) => onChange({ ...filter, [name]: value })}
        />
      ))}
      {filter.user && (
        <Button variant="light" onClick={() => onChange({ ...filter, user: "" })}>
          {t("show_all", { person: person ?? t("person", { id: filter.user }) })}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<IconDownload size={18} aria-hidden />}
        loading={isExporting}
        onClick={onExport}
      >
        {t("csv")}
      </Button>
    </Group>
  );
}

/** In order of the alphabet. An event without a text is a compile error. */
function eventOptions(): { value: EventName; label: string }[] {
  const options = EVENTS.map((event) => ({ value: event, label: i18n.t(`audit:event.${event}`) }));
  return options.sort((one, other) => one.label.localeCompare(other.label, currentLocale()));
}
