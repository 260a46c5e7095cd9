/** The members of the bank, searched by name, e-mail or phone. */

import { Anchor, Badge, Button, Paper, Stack } from "@mantine/core";
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
import { useMemberPages } from "../api/members";

export function MembersPage() {
  const { t } = useTranslation("members");
  const [search, setSearch] = useState("");
  const [isOpen, { open, close }] = useDisclosure();
  const list = useMemberPages(search);
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
        <SearchInput description={t("search_hint")} maw={420} onSearch={setSearch} />
        <QueryResult query={list}>
          {({ pages }) => (
            <Paper withBorder p={{ base: "md", sm: "lg" }}>
              <Rows label={t("title")} empty={t("empty")}>
                {pages
                  .flatMap(({ results }) => results)
                  .map(({ id, full_name, email, phone, is_active }) => (
                    <Row
                      key={id}
                      title={
                        <Anchor component={Link} to={paths.member(id)}>
                          {full_name}
                        </Anchor>
                      }
                      note={<ContactLine email={email} phone={phone} />}
                      amountNote={!is_active && <Badge color="gray">{t("inactive")}</Badge>}
                    />
                  ))}
              </Rows>
            </Paper>
          )}
        </QueryResult>
        <InfiniteListFooter list={list} />
      </Stack>
      <InviteDialog title={t("new")} initialRole="member" toPath={paths.member} opened={isOpen} onClose={close} />
    </Page>
  );
}
