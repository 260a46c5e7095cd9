/** The browsers on which the user has signed in before. */

import { Badge, Button, Group, VisuallyHidden } from "@mantine/core";
import { ErrorAlert } from "@/components/ui/error-alert";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { Section } from "@/components/ui/section";
import { $api } from "@/lib/api";
import { formatDate } from "@/utils/format";

export function KnownBrowsers() {
  const query = $api.useQuery("get", "/api/users/browsers/");
  const remove = $api.useMutation("delete", "/api/users/browsers/{known_browser_id}/");
  return (
    <Section
      title="Known browsers"
      note="A mail tells you when somebody signs in on a browser that is not in this list. Removing one does not sign it out."
    >
      <ErrorAlert error={remove.error} />
      <QueryResult query={query}>
        {(browsers) => (
          <Rows label="Known browsers" empty="No known browsers.">
            {browsers.map(({ id, browser, first_seen_at, last_seen_at, current }) => (
              <Row
                key={id}
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
                note={`First used ${formatDate(first_seen_at)} · last used ${formatDate(last_seen_at)}`}
                action={
                  <Button
                    variant="default"
                    size="xs"
                    loading={remove.isPending && remove.variables.params.path.known_browser_id === id}
                    onClick={() => remove.mutate({ params: { path: { known_browser_id: id } } })}
                  >
                    Remove
                    <VisuallyHidden>
                      , {browser}, first used {formatDate(first_seen_at)}
                    </VisuallyHidden>
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
