/** The layout of the pages that need no sign-in. */

import { Anchor, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { LanguageSelect } from "@/components/ui/language-select";
import { BANK_NAME } from "@/config/env";
import { paths } from "@/config/paths";

interface Props {
  title: string;
  /** Above the form. */
  notice?: ReactNode;
  /** Below the form. */
  footer?: ReactNode;
  children: ReactNode;
}

export function AuthLayout({ title, notice, footer = <BackToSignIn />, children }: Props) {
  useDocumentTitle(`${title} · ${BANK_NAME}`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Stack align="center" gap="xs">
          <img src="/bank.svg" alt="" width={48} height={48} />
          <Text fw={650} size="lg" dir="auto">
            {BANK_NAME}
          </Text>
        </Stack>
        {notice}
        <Paper withBorder p={{ base: "md", sm: "xl" }} radius="lg">
          <Title order={1} size="h3" mb="lg">
            {title}
          </Title>
          {children}
        </Paper>
        {footer}
        <LanguageSelect />
      </Stack>
    </Center>
  );
}

function BackToSignIn() {
  const { t } = useTranslation("auth");
  return (
    <Anchor component={Link} to={paths.signIn} ta="center">
      {t("back")}
    </Anchor>
  );
}
