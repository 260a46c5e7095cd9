/** The user's active sessions, with buttons to end them. */

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { ErrorAlert } from "@/components/ui/error-alert";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { $api, cursorPagination } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import type { Session } from "@/types/api";
import { pluralize } from "@/utils/pluralize";
import { SessionRow } from "./session-row";

export function Sessions() {
  const list = $api.useInfiniteQuery("get", "/api/sessions/", {}, cursorPagination);
  const end = useEndSession();
  const sessions = list.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <Section
      title="Active sessions"
      note="You are signed in on these browsers. If you do not recognise one, sign it out and change your password."
    >
      <ErrorAlert error={end.error} />
      <QueryResult query={list}>
        {() => (
          <>
            <Rows label="Active sessions" empty="No active sessions.">
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
                Sign out all other browsers
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
        message: `Signed out on ${pluralize(count, "browser")}.`,
        role: "status",
      }),
  });
}

function confirmOne(session: Session, end: (session: Session) => void) {
  modals.openConfirmModal({
    title: "Sign out this browser?",
    children: <Text>{session.browser} will be signed out immediately. Your password is needed to sign in again.</Text>,
    labels: { confirm: "Sign out", cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: () => end(session),
  });
}

function confirmOthers(end: (session: null) => void) {
  modals.openConfirmModal({
    title: "Sign out all other browsers?",
    children: <Text>All browsers except this one will be signed out immediately.</Text>,
    labels: { confirm: "Sign out all other browsers", cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: () => end(null),
  });
}

function currentFirst(sessions: Session[]): Session[] {
  return sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
}
