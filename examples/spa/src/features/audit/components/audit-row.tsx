/** One event of the audit log. */

import { Anchor, Text } from "@mantine/core";
import { Link } from "react-router";
import { Row } from "@/components/ui/rows";
import { paths } from "@/config/paths";
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
  const isBySelf = actor === user;
  return (
    <Row
      title={eventTitle(event)}
      note={
        <>
          <div>
            {user !== null && <Person id={user} names={names} />}
            {actor !== null && !isBySelf && (
              <>
                {user !== null && " "}by <Person id={actor} names={names} />
              </>
            )}
            {user === null && actor === null && "Nobody signed in"}
            {ip_address && ` · ${ip_address}`}
            {browser && browser !== NO_BROWSER && ` · ${browser}`}
          </div>
          <Text component="div" size="xs" style={{ overflowWrap: "anywhere" }}>
            {describeDetails(details)}
            {request_id && ` Request ${request_id}.`}
          </Text>
        </>
      }
      amountNote={formatDateTime(at)}
    />
  );
}

function Person({ id, names }: { id: number; names: Map<number, string> }) {
  return (
    <Anchor component={Link} to={paths.person(id)} inherit underline="always">
      {names.get(id) ?? `Person ${id}`}
    </Anchor>
  );
}

/** `login_failed` as `Login failed`. */
export function eventTitle(event: string): string {
  const words = event.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function describeDetails(details: Record<string, unknown>): string {
  const given = Object.entries(details).filter(([, value]) => value !== "" && value !== null);
  const parts = given.map(([name, value]) => {
    const text = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
    return `${eventTitle(name)}: ${text}.`;
  });
  return parts.join(" ");
}
