/** One event of the audit log. */

import { Anchor, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Row } from "@/components/ui/rows";
import { paths } from "@/config/paths";
import { i18n } from "@/lib/i18n";
import { codeText } from "@/utils/code-text";
import { formatDateTime } from "@/utils/format";
import type { AuditEvent } from "../api/audit";

/** Of events that no browser has caused. */
const NO_BROWSER = "Unknown";

interface Props {
  event: AuditEvent;
  names: Map<number, string>;
}

export function AuditRow({
  event: { at, event, user, actor, ip_address, browser, details, request_id },
  names,
}: Props) {
  const { t } = useTranslation("audit");
  return (
    <Row
      title={codeText(`audit:event.${event}`, event)}
      note={
        <>
          <div>
            <People user={user} actor={actor} names={names} />
            {ip_address && <Origin>{ip_address}</Origin>}
            {browser && browser !== NO_BROWSER && <Origin>{browser}</Origin>}
          </div>
          <Text component="div" size="xs" style={{ overflowWrap: "anywhere" }}>
            {describeDetails(details)}
            {request_id && ` ${t("request", { id: request_id })}`}
          </Text>
        </>
      }
      amountNote={formatDateTime(at)}
    />
  );
}

/** Whom the event concerns, and who caused it. */
function People({ user, actor, names }: Pick<AuditEvent, "user" | "actor"> & Pick<Props, "names">) {
  const { t } = useTranslation("audit");
  if (user === null && actor === null) return t("nobody");
  const components = {
    person: <Person id={user ?? 0} names={names} />,
    actor: <Person id={actor ?? 0} names={names} />,
  };
  if (user === null) return <Trans t={t} i18nKey="by" components={components} />;
  if (actor === null || actor === user) return components.person;
  return <Trans t={t} i18nKey="person_by" components={components} />;
}

function Person({ id, names }: { id: number; names: Map<number, string> }) {
  const { t } = useTranslation("audit");
  return (
    <Anchor component={Link} to={paths.person(id)} inherit underline="always">
      <bdi>{names.get(id) ?? t("person", { id })}</bdi>
    </Anchor>
  );
}

/** The address or the browser. */
function Origin({ children }: { children: ReactNode }) {
  return (
    <>
      {" · "}
      <bdi>{children}</bdi>
    </>
  );
}

function describeDetails(details: Record<string, unknown>): string {
  const given = Object.entries(details).filter(([, value]) => value !== "" && value !== null);
  const parts = given.map(([name, value]) => {
    const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
    return i18n.t("audit:details", { name: codeText(`audit:detail.${name}`, name), value: text });
  });
  return parts.join(" ");
}
