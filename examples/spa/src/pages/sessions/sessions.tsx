/** Where one is signed in, and how to end it. */

import { Button, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { answered } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";
import { Answer } from "../../ui/answer";
import { counted } from "../../ui/count";
import { at, BY_CURSOR } from "../../ui/cursor";
import { More } from "../../ui/more";
import { Page } from "../../ui/page";
import { Refusal } from "../../ui/refusal";
import { Rows } from "../../ui/rows";
import { Section } from "../../ui/section";
import { SessionRow } from "./row";

type Session = components["schemas"]["Session"];

export function SessionsPage() {
  const list = useInfiniteQuery({
    queryKey: ["sessions"],
    queryFn: ({ pageParam }) => answered(bank.api.GET("/api/sessions/", { params: { query: at(pageParam) } })),
    ...BY_CURSOR,
  });
  const end = useEnding();
  const sessions = list.data?.pages.flatMap(({ results }) => results) ?? [];
  return (
    <Page
      title="Devices"
      beside={
        sessions.length > 1 && (
          <Button variant="default" loading={end.isPending && !end.variables} onClick={() => confirmOthers(end.mutate)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      <Text c="dimmed" maw={620}>
        You are signed in on these browsers. End what you do not know, and change your password then.
      </Text>
      <Refusal error={end.error} />
      <Answer query={list}>
        {() => (
          <Section title="Signed in">
            <Rows label="Signed in" empty="Nowhere.">
              {currentFirst(sessions).map((session) => (
                <SessionRow
                  key={session.id}
                  session={session}
                  isEnding={end.isPending && end.variables?.id === session.id}
                  onEnd={() => confirmOne(session, end.mutate)}
                />
              ))}
            </Rows>
            <More list={list} />
          </Section>
        )}
      </Answer>
    </Page>
  );
}

/** Ends one session, or with none named all but this one. */
function useEnding() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (session: Session | null) => {
      if (!session) return (await answered(bank.api.POST("/api/sessions/revoke-others/"))).revoked;
      const params = { path: { session_id: session.id } };
      await answered(bank.api.DELETE("/api/sessions/{session_id}/", { params }));
      return 1;
    },
    onSuccess: (ended) =>
      notifications.show({
        message: `Signed out on ${counted(ended, "browser")}.`,
        role: "status",
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["sessions"] }),
  });
}

function confirmOne(session: Session, end: (session: Session) => void) {
  modals.openConfirmModal({
    title: "Sign out there?",
    children: <Text>{session.browser} is signed out at once. Whoever uses it needs your password to come back.</Text>,
    labels: { confirm: "Sign out there", cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: () => end(session),
  });
}

function confirmOthers(end: (session: null) => void) {
  modals.openConfirmModal({
    title: "Sign out everywhere else?",
    children: <Text>All browsers but this one are signed out at once.</Text>,
    labels: { confirm: "Sign out everywhere else", cancel: "Cancel" },
    confirmProps: { color: "red" },
    onConfirm: () => end(null),
  });
}

function currentFirst(sessions: Session[]): Session[] {
  return sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
}
