/** The layout of every page after the sign-in. */

import { AppShell, Burger, Container, Group, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { type RefObject, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation, useNavigation } from "react-router";
import { StepUpDialog } from "@/components/factors/step-up-dialog";
import { BANK_NAME } from "@/config/env";
import { paths } from "@/config/paths";
import { IdleWarning } from "./idle-warning";
import { Navigation } from "./navigation";
import { PendingPayments } from "./pending-payments";
import classes from "./shell.module.css";
import { UserMenu } from "./user-menu";

export function Shell() {
  const { t } = useTranslation("app");
  const [isOpen, { toggle, close }] = useDisclosure();
  const main = useRef<HTMLElement>(null);
  const isNavigating = useNavigation().state !== "idle";
  useFocusAfterNavigation(main);
  useCleanupOnLeave();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        {t("menu.skip")}
      </button>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t(isOpen ? "menu.close" : "menu.open")}
              aria-expanded={isOpen}
              aria-controls="navigation"
            />
            <UnstyledButton component={Link} to={paths.overview} onClick={close} className={classes.bank}>
              <img src="/bank.svg" alt="" width={30} height={30} />
              <Text fw={650} truncate dir="auto">
                {BANK_NAME}
              </Text>
            </UnstyledButton>
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar
        id="navigation"
        aria-label={t("menu.name")}
        p="sm"
        className={classes.navigation}
        mod={{ open: isOpen }}
      >
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main ref={main} tabIndex={-1} aria-busy={isNavigating} className={classes.main}>
        <Container size="lg" px={0}>
          <IdleWarning />
          <PendingPayments />
          <Outlet />
          <StepUpDialog />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

/** Moves the focus to the title of a new page, as a full page load would. */
function useFocusAfterNavigation(main: RefObject<HTMLElement | null>) {
  const { pathname, key } = useLocation();
  const shown = useRef<string | null>(null);
  useEffect(() => {
    const isFirst = shown.current === null && key === "default";
    if (shown.current !== pathname && !isFirst) {
      window.scrollTo(0, 0);
      (main.current?.querySelector<HTMLElement>("h1") ?? main.current)?.focus({ preventScroll: true });
    }
    shown.current = pathname;
  }, [pathname, key, main]);
}

/** Closes dialogs and notifications, which could show one user's data to the next user. */
function useCleanupOnLeave() {
  useEffect(
    () => () => {
      modals.closeAll();
      notifications.clean();
    },
    [],
  );
}
