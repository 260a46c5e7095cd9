/** The frame around every page behind the sign-in. */

import { AppShell, Burger, Container, Group, Text, UnstyledButton } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { modals } from "@mantine/modals";
import { notifications } from "@mantine/notifications";
import { type RefObject, useEffect, useRef } from "react";
import { Link, Outlet, useLocation, useNavigation } from "react-router";
import { BANK_NAME } from "../settings";
import { Navigation } from "./navigation";
import { PendingPayments } from "./pending-payments";
import classes from "./shell.module.css";
import { UserMenu } from "./user-menu";

export function Shell() {
  const [isOpen, { toggle, close }] = useDisclosure();
  const main = useRef<HTMLElement>(null);
  const isGoing = useNavigation().state !== "idle";
  useFocusOnArrival(main);
  useCleanLeave();
  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 232, breakpoint: "sm", collapsed: { mobile: !isOpen } }}
      padding={{ base: "md", sm: "xl" }}
    >
      <button type="button" className={classes.skip} onClick={() => main.current?.focus()}>
        Skip to the page
      </button>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={isOpen ? "Close the menu" : "Open the menu"}
              aria-expanded={isOpen}
              aria-controls="navigation"
            />
            <UnstyledButton component={Link} to="/" onClick={close} className={classes.bank}>
              <img src="/bank.svg" alt="" width={30} height={30} />
              <Text fw={650} truncate>
                {BANK_NAME}
              </Text>
            </UnstyledButton>
          </Group>
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar id="navigation" aria-label="Main" p="sm" className={classes.navigation} mod={{ open: isOpen }}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main ref={main} tabIndex={-1} aria-busy={isGoing} className={classes.main}>
        <Container size="lg" px={0}>
          <PendingPayments />
          <Outlet />
        </Container>
      </AppShell.Main>
    </AppShell>
  );
}

/** A new page is read from its name on, as it would be after a full load. */
function useFocusOnArrival(main: RefObject<HTMLElement | null>) {
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

/** A window left open over the page would show one person's affairs to the next. */
function useCleanLeave() {
  useEffect(
    () => () => {
      modals.closeAll();
      notifications.clean();
    },
    [],
  );
}
