/** Deactivates a person, ends sessions and removes second factors. */

import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { ErrorAlert } from "@/components/ui/error-alert";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import type { Person } from "@/types/api";
import { formatDateTime } from "@/utils/format";
import { useChangePerson, useEndSession, useResetFactors, useSessionsOf } from "../api/people";
import { personErrorMessage } from "../utils/error-messages";

export function PersonAccess({ person: { id, full_name, is_active } }: { person: Person }) {
  const change = useChangePerson();
  const reset = useResetFactors();
  const params = { path: { user_id: id } };
  const setActive = (next: boolean) => change.mutate({ params, body: { is_active: next } });
  const confirmDeactivation = () =>
    modals.openConfirmModal({
      title: `Deactivate ${full_name}?`,
      children: <Text>{full_name} is signed out everywhere and can no longer sign in.</Text>,
      labels: { confirm: "Deactivate", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () => setActive(false),
    });
  const confirmReset = () =>
    modals.openConfirmModal({
      title: "Remove the second factors?",
      children: (
        <Text>
          For somebody who has lost their devices. Please make sure that it is {full_name} who asks. All passkeys, the
          authenticator and the recovery codes are removed, and all sessions end.
        </Text>
      ),
      labels: { confirm: "Remove", cancel: "Cancel" },
      confirmProps: { color: "red" },
      onConfirm: () =>
        reset.mutate(
          { params },
          { onSuccess: () => notifications.show({ message: "The second factors are removed.", role: "status" }) },
        ),
    });
  return (
    <Section title="Access">
      <ErrorAlert error={change.error ?? reset.error} toMessage={personErrorMessage} />
      <Text>{is_active ? "May sign in." : "Deactivated: cannot sign in."}</Text>
      <Group>
        {is_active ? (
          <Button variant="default" loading={change.isPending} onClick={confirmDeactivation}>
            Deactivate
          </Button>
        ) : (
          <Button variant="default" loading={change.isPending} onClick={() => setActive(true)}>
            Activate
          </Button>
        )}
        <Button variant="default" loading={reset.isPending} onClick={confirmReset}>
          Remove second factors
        </Button>
      </Group>
    </Section>
  );
}

export function PersonSessions({ person }: { person: Person }) {
  const list = useSessionsOf(person.id);
  const end = useEndSession();
  return (
    <Section title="Active sessions">
      <ErrorAlert error={end.error} />
      <QueryResult query={list}>
        {({ pages }) => (
          <Rows label="Active sessions" empty="Not signed in anywhere.">
            {pages
              .flatMap(({ results }) => results)
              .map(({ id, browser, ip_address, last_active_at }) => (
                <Row
                  key={id}
                  title={browser}
                  note={`Last active ${formatDateTime(last_active_at)} · ${ip_address}`}
                  action={
                    <Button
                      variant="default"
                      size="xs"
                      loading={end.isPending && end.variables.params.path.session_id === id}
                      onClick={() => end.mutate({ params: { path: { session_id: id } } })}
                    >
                      Sign out
                      <VisuallyHidden>, {browser}</VisuallyHidden>
                    </Button>
                  }
                />
              ))}
          </Rows>
        )}
      </QueryResult>
      <InfiniteListFooter list={list} />
    </Section>
  );
}
