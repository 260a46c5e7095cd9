/** The members of the bank, searched by name, e-mail or phone. */

import { Anchor, Badge, Button, Paper, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { InviteDialog } from "@/components/ui/invite-dialog";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { SearchInput } from "@/components/ui/search-input";
import { paths } from "@/config/paths";
import { useMemberPages } from "../api/members";

export function MembersPage() {
  const [search, setSearch] = useState("");
  const [isOpen, { open, close }] = useDisclosure();
  const list = useMemberPages(search);
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
        <SearchInput description="Name, e-mail or phone" maw={420} onSearch={setSearch} />
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
