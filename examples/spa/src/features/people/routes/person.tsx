/** One person for managers: details, role, access and sessions. */

import { Anchor, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { ObjectNotFound } from "@/components/ui/object-not-found";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Section } from "@/components/ui/section";
import { paths } from "@/config/paths";
import { useIdParam } from "@/hooks/use-id-param";
import { useUser } from "@/hooks/use-session";
import { isNotFound } from "@/lib/bank-client/errors";
import { formatDate, formatDateTime } from "@/utils/format";
import { roleName } from "@/utils/roles";
import { usePerson } from "../api/people";
import { PersonAccess, PersonSessions } from "../components/person-access";
import { PersonForm } from "../components/person-form";

export function PersonPage() {
  const id = useIdParam();
  return id === null ? <PersonNotFound /> : <KnownPerson id={id} />;
}

function KnownPerson({ id }: { id: number }) {
  const { t } = useTranslation(["people", "common"]);
  const query = usePerson(id);
  const isSelf = useUser().id === id;
  if (isNotFound(query.error)) return <PersonNotFound />;
  return (
    <Page title={query.data?.full_name ?? t("person")}>
      <QueryResult query={query}>
        {(person) => (
          <Stack gap="lg">
            <Section title={roleName(person.role)}>
              <DescriptionList>
                <DescriptionItem name={t("common:email")}>{person.email}</DescriptionItem>
                <DescriptionItem name={t("joined")}>{formatDate(person.date_joined)}</DescriptionItem>
                <DescriptionItem name={t("last_login")}>
                  {person.last_login ? formatDateTime(person.last_login) : t("never")}
                </DescriptionItem>
              </DescriptionList>
              <Anchor component={Link} to={paths.auditLogOf(id)}>
                {t("audit_log")}
              </Anchor>
              {person.role === "member" && (
                <Anchor component={Link} to={paths.member(id)}>
                  {t("accounts_and_loans")}
                </Anchor>
              )}
            </Section>
            {/* The key takes over saved values. */}
            <PersonForm key={`${person.full_name} ${person.phone} ${person.role}`} person={person} />
            {!isSelf && <PersonAccess person={person} />}
            {!isSelf && <PersonSessions person={person} />}
          </Stack>
        )}
      </QueryResult>
    </Page>
  );
}

function PersonNotFound() {
  return <ObjectNotFound object="person" to={paths.people} />;
}
