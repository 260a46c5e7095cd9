/** The members of the bank, searched by name or e-mail. */

import { Anchor, Badge, Button, Paper, Stack, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconSearch, IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { InviteDialog } from "@/components/ui/invite-dialog";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { paths } from "@/config/paths";
import { useMemberPages } from "../api/members";

export function MembersPage() {
  const [search, setSearch] = useState("");
  const [debouncedSearch] = useDebouncedValue(search.trim(), 300);
  const [isOpen, { open, close }] = useDisclosure();
  const list = useMemberPages(debouncedSearch);
  return (
    <Page
      title="Members"
      aside={
        <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={open}>
          New member
        </Button>
      }
    >
      <Stack gap="lg">
        <TextInput
          label="Search"
          description="Name or e-mail"
          type="search"
          leftSection={<IconSearch size={16} aria-hidden />}
          maw={420}
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <QueryResult query={list}>
          {({ pages }) => (
            <Paper withBorder p={{ base: "md", sm: "lg" }}>
              <Rows label="Members" empty="No members found.">
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
                      note={[email, phone].filter(Boolean).join(" · ")}
                      amountNote={!is_active && <Badge color="gray">Inactive</Badge>}
                    />
                  ))}
              </Rows>
            </Paper>
          )}
        </QueryResult>
        <InfiniteListFooter list={list} />
      </Stack>
      <InviteDialog title="New member" initialRole="member" toPath={paths.member} opened={isOpen} onClose={close} />
    </Page>
  );
}
