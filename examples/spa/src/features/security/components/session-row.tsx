/** One active session. */

import { Badge, Button, Group, VisuallyHidden } from "@mantine/core";
import { Row } from "@/components/ui/rows";
import type { Session } from "@/types/api";
import { formatDateTime } from "@/utils/format";

interface SessionRowProps {
  session: Session;
  isEnding: boolean;
  onEnd: () => void;
}

export function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const { browser, ip_address, last_active_at, created_at, current } = session;
  return (
    <Row
      title={
        <Group gap="xs">
          {browser}
          {current && (
            <Badge variant="light" tt="none">
              This browser
            </Badge>
          )}
        </Group>
      }
      note={
        <>
          <div>
            {current ? "Active now" : `Last active ${formatDateTime(last_active_at)}`} · {ip_address}
          </div>
          <div>Signed in {formatDateTime(created_at)}</div>
        </>
      }
      action={
        !current && (
          <Button variant="default" size="xs" loading={isEnding} onClick={onEnd}>
            Sign out
            <VisuallyHidden>
              , {browser}, last active {formatDateTime(last_active_at)}
            </VisuallyHidden>
          </Button>
        )
      }
    />
  );
}
