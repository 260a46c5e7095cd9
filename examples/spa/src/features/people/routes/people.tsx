/** All people of the bank for managers: members, cashiers and managers. */

import { Anchor, Badge, Button, Group, NativeSelect, Paper, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ContactLine } from "@/components/ui/contact-line";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { InviteDialog } from "@/components/ui/invite-dialog";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { SearchInput } from "@/components/ui/search-input";
import { paths } from "@/config/paths";
import type { Role } from "@/types/api";
import { roleName, roleOptions } from "@/utils/roles";
import { usePeoplePages } from "../api/people";
import { personErrorMessage } from "../utils/error-messages";

export function PeoplePage() {
  const { t } = useTranslation("people");
  const [search, setSearch] = useState("");
  const [role, setRole] = useState<Role | "">("");
  const [isOpen, { open, close }] = useDisclosure();
  const list = usePeoplePages({ search, role });
  return (
    <Page
      title={t("title")}
      aside={
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          {t("new")}
        </Button>
      }
    >
      <Stack gap="lg">
        <Group align="end">
          <SearchInput description={t("search_hint")} flex="1 1 240px" maw={420} onSearch={setSearch} />
          <NativeSelect
            label={t("role")}
            data={[{ value: "", label: t("all_roles") }, ...roleOptions()]}
            value={role}
            onChange={({ currentTarget }) => setRole(currentTarget.value as Role | "")}
          />
        </Group>
        <QueryResult query={list}>
          {({ pages }) => (
            <Paper withBorder p={{ base: "md", sm: "lg" }}>
              <Rows label={t("title")} empty={t("empty")}>
                {pages
                  .flatMap(({ results }) => results)
                  .map((person) => (
                    <Row
                      key={person.id}
                      title={
                        <Anchor component={Link} to={paths.person(person.id)}>
                          {person.full_name}
                        </Anchor>
                      }
                      note={<ContactLine email={person.email} phone={person.phone} />}
                      amountNote={
                        <Group gap="xs">
                          {!person.is_active && <Badge color="gray">{t("inactive")}</Badge>}
                          {roleName(person.role)}
                        </Group>
                      }
                    />
                  ))}
              </Rows>
            </Paper>
          )}
        </QueryResult>
        <InfiniteListFooter list={list} />
      </Stack>
      <InviteDialog
        title={t("new")}
        initialRole="cashier"
        canChooseRole
        toPath={paths.person}
        toMessage={personErrorMessage}
        opened={isOpen}
        onClose={close}
      />
    </Page>
  );
}
