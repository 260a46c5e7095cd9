/** One active session. */

import { Badge, Button, Group, VisuallyHidden } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { Row } from "@/components/ui/rows";
import type { Session } from "@/types/api";
import { formatDateTime } from "@/utils/format";

interface SessionRowProps {
  session: Session;
  isEnding: boolean;
  onEnd: () => void;
}

export function SessionRow({ session, isEnding, onEnd }: SessionRowProps) {
  const { t } = useTranslation("security");
  const { browser, ip_address, last_active_at, created_at, current } = session;
  return (
    <Row
      title={
        <Group gap="xs">
          {browser}
          {current && (
            <Badge variant="light" tt="none">
              {t("this_browser")}
            </Badge>
          )}
        </Group>
      }
      note={
        <>
          <div>
            {current
              ? t("sessions.active_now", { address: ip_address })
              : t("sessions.last_active", { time: formatDateTime(last_active_at), address: ip_address })}
          </div>
          <div>{t("sessions.signed_in", { time: formatDateTime(created_at) })}</div>
        </>
      }
      action={
        !current && (
          <Button variant="default" size="xs" loading={isEnding} onClick={onEnd}>
            <Trans
              t={t}
              i18nKey="sessions.end"
              values={{ browser, time: formatDateTime(last_active_at) }}
              components={{ hidden: <VisuallyHidden /> }}
            />
          </Button>
        )
      }
    />
  );
}
