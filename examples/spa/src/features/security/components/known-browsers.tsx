/** The browsers on which the user has signed in before. */

import { Badge, Button, Group, VisuallyHidden } from "@mantine/core";
import { Trans, useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { formatDate } from "@/utils/format";

export function KnownBrowsers() {
  const { t } = useTranslation("security");
  const query = $api.useQuery("get", "/api/users/browsers/");
  const remove = $api.useMutation("delete", "/api/users/browsers/{known_browser_id}/");
  return (
    <Section title={t("browsers.title")} note={t("browsers.note")}>
      <ErrorAlert error={remove.error} />
      <QueryResult query={query}>
        {(browsers) => (
          <Rows label={t("browsers.title")} empty={t("browsers.empty")}>
            {browsers.map(({ id, browser, first_seen_at, last_seen_at, current }) => (
              <Row
                key={id}
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
                note={t("browsers.used", { first: formatDate(first_seen_at), last: formatDate(last_seen_at) })}
                action={
                  <Button
                    variant="default"
                    size="xs"
                    loading={remove.isPending && remove.variables.params.path.known_browser_id === id}
                    onClick={() => remove.mutate({ params: { path: { known_browser_id: id } } })}
                  >
                    <Trans
                      t={t}
                      i18nKey="browsers.remove"
                      values={{ browser, first: formatDate(first_seen_at) }}
                      components={{ hidden: <VisuallyHidden /> }}
                    />
                  </Button>
                }
              />
            ))}
          </Rows>
        )}
      </QueryResult>
    </Section>
  );
}
