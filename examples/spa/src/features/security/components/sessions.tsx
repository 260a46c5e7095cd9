/** The user's active sessions, with buttons to end them. */

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { $api, cursorPagination } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import { i18n } from "@/lib/i18n";
import type { Session } from "@/types/api";
import { SessionRow } from "./session-row";

export function Sessions() {
  const { t } = useTranslation("security");
  const list = $api.useInfiniteQuery("get", "/api/sessions/", {}, cursorPagination);
  const end = useEndSession();
  const sessions = list.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <Section title={t("sessions.title")} note={t("sessions.note")}>
      <ErrorAlert error={end.error} />
      <QueryResult query={list}>
        {() => (
          <>
            <Rows label={t("sessions.title")} empty={t("sessions.empty")}>
              {currentFirst(sessions).map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isEnding={end.isPending && end.variables?.id === session.id}
                  onEnd={() => confirmOne(session, end.mutate)}
                />
              ))}
            </Rows>
            <InfiniteListFooter list={list} />
            {sessions.length > 1 && (
              <Button
                variant="default"
                w="fit-content"
                loading={end.isPending && !end.variables}
                onClick={() => confirmOthers(end.mutate)}
              >
                {t("sessions.end_others")}
              </Button>
            )}
          </>
        )}
      </QueryResult>
    </Section>
  );
}

/** Ends one session, or with null all sessions except the current one. */
function useEndSession() {
  return useMutation({
    mutationFn: async (session: Session | null) => {
      if (!session) return (await unwrap(bank.api.POST("/api/sessions/revoke-others/"))).revoked;
      const params = { path: { session_id: session.id } };
      await unwrap(bank.api.DELETE("/api/sessions/{session_id}/", { params }));
      return 1;
    },
    onSuccess: (count) =>
      notifications.show({
        message: i18n.t("security:sessions.ended", { count }),
        role: "status",
      }),
  });
}

function confirmOne(session: Session, end: (session: Session) => void) {
  modals.openConfirmModal({
    title: i18n.t("security:sessions.end_title"),
    children: <Text>{i18n.t("security:sessions.end_text", { browser: session.browser })}</Text>,
    labels: { confirm: i18n.t("sign_out"), cancel: i18n.t("cancel") },
    confirmProps: { color: "red" },
    onConfirm: () => end(session),
  });
}

function confirmOthers(end: (session: null) => void) {
  modals.openConfirmModal({
    title: i18n.t("security:sessions.end_others_title"),
    children: <Text>{i18n.t("security:sessions.end_others_text")}</Text>,
    labels: { confirm: i18n.t("security:sessions.end_others"), cancel: i18n.t("cancel") },
    confirmProps: { color: "red" },
    onConfirm: () => end(null),
  });
}

function currentFirst(sessions: Session[]): Session[] {
  return sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
}
