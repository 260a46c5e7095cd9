/** The user menu: the signed-in user, the colour scheme, the language and sign-out. */

import { Avatar, Group, Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from "@mantine/core";
import { IconChevronDown, IconLogout, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { paths } from "@/config/paths";
import { useChooseLanguage } from "@/hooks/use-choose-language";
import { useUser } from "@/hooks/use-session";
import { useSignOut } from "@/hooks/use-sign-out";
import { languageName } from "@/lib/language";
import { roleName } from "@/utils/roles";

export function UserMenu() {
  const { t } = useTranslation(["app", "common"]);
  const user = useUser();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useSignOut();
  const { language, offered, choose } = useChooseLanguage();
  return (
    <Menu position="bottom-end" offset={12} width={260} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton p={4} style={{ borderRadius: 8 }}>
          <VisuallyHidden>{t("user.name", { name: user.full_name })}</VisuallyHidden>
          <Group gap={8} wrap="nowrap" aria-hidden>
            <Avatar size={34} radius="xl" color="green" name={user.full_name} />
            <Text size="sm" fw={500} visibleFrom="sm" maw={180} truncate>
              {user.full_name}
            </Text>
            <IconChevronDown size={16} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {user.full_name}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {user.email}
          </Text>
          <Text size="xs" c="dimmed">
            {roleName(user.role)}
          </Text>
        </Menu.Label>
        <Menu.Divider />
        <Menu.Item component={Link} to={paths.profile} leftSection={<IconUser size={16} aria-hidden />}>
          {t("user.profile")}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t("user.appearance")}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as typeof colorScheme)}>
          <Menu.RadioItem value="auto">{t("user.scheme.auto")}</Menu.RadioItem>
          <Menu.RadioItem value="light">{t("user.scheme.light")}</Menu.RadioItem>
          <Menu.RadioItem value="dark">{t("user.scheme.dark")}</Menu.RadioItem>
        </Menu.RadioGroup>
        {offered.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t("common:language")}</Menu.Label>
            <Menu.RadioGroup value={language} onChange={choose}>
              {offered.map((one) => (
                <Menu.RadioItem key={one} value={one} lang={one}>
                  {languageName(one)}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} className="directed" aria-hidden />}
          onClick={() => void signOut()}
        >
          {t("common:sign_out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
