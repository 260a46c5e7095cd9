/** Deactivates a person, ends sessions and removes second factors. */

import { Button, Group, Text, VisuallyHidden } from "@mantine/core";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { Trans, useTranslation } from "react-i18next";
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
  const { t } = useTranslation(["people", "common"]);
  const change = useChangePerson();
  const reset = useResetFactors();
  const params = { path: { user_id: id } };
  const setActive = (next: boolean) => change.mutate({ params, body: { is_active: next } });
  const confirmDeactivation = () =>
    modals.openConfirmModal({
      title: t("access.deactivate_title", { name: full_name }),
      children: <Text>{t("access.deactivate_text", { name: full_name })}</Text>,
      labels: { confirm: t("access.deactivate"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () => setActive(false),
    });
  const confirmReset = () =>
    modals.openConfirmModal({
      title: t("access.remove_factors_title"),
      children: <Text>{t("access.remove_factors_text", { name: full_name })}</Text>,
      labels: { confirm: t("access.remove"), cancel: t("common:cancel") },
      confirmProps: { color: "red" },
      onConfirm: () =>
        reset.mutate(
          { params },
          { onSuccess: () => notifications.show({ message: t("access.factors_removed"), role: "status" }) },
        ),
    });
  return (
    <Section title={t("access.title")}>
      <ErrorAlert error={change.error ?? reset.error} toMessage={personErrorMessage} />
      <Text>{t(is_active ? "access.active" : "access.inactive")}</Text>
      <Group>
        {is_active ? (
          <Button variant="default" loading={change.isPending} onClick={confirmDeactivation}>
            {t("access.deactivate")}
          </Button>
        ) : (
          <Button variant="default" loading={change.isPending} onClick={() => setActive(true)}>
            {t("access.activate")}
          </Button>
        )}
        <Button variant="default" loading={reset.isPending} onClick={confirmReset}>
          {t("access.remove_factors")}
        </Button>
      </Group>
    </Section>
  );
}

export function PersonSessions({ person }: { person: Person }) {
  const { t } = useTranslation("people");
  const list = useSessionsOf(person.id);
  const end = useEndSession();
  return (
    <Section title={t("sessions.title")}>
      <ErrorAlert error={end.error} />
      <QueryResult query={list}>
        {({ pages }) => (
          <Rows label={t("sessions.title")} empty={t("sessions.empty")}>
            {pages
              .flatMap(({ results }) => results)
              .map(({ id, browser, ip_address, last_active_at }) => (
                <Row
                  key={id}
                  title={<bdi>{browser}</bdi>}
                  note={t("sessions.last_active", { time: formatDateTime(last_active_at), ip_address })}
                  action={
                    <Button
                      variant="default"
                      size="xs"
                      loading={end.isPending && end.variables.params.path.session_id === id}
                      onClick={() => end.mutate({ params: { path: { session_id: id } } })}
                    >
                      <Trans
                        t={t}
                        i18nKey="sessions.sign_out_browser"
                        values={{ browser }}
                        components={{ hidden: <VisuallyHidden /> }}
                      />
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
