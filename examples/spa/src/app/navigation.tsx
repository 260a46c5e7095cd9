/** The main navigation, by role. */

import { NavLink } from "@mantine/core";
import {
  IconArrowsExchange,
  IconBuildingBank,
  IconCashRegister,
  IconDevices,
  IconLayoutDashboard,
  IconReportMoney,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import type { components } from "../bank/schema";
import { useUser } from "../react/use-session";

interface NavItem {
  to: string;
  label: string;
  icon: TablerIcon;
}

const OVERVIEW: NavItem = { to: "/", label: "Overview", icon: IconLayoutDashboard };
const ACCOUNTS: NavItem = { to: "/accounts", label: "Accounts", icon: IconBuildingBank };
const TRANSFER: NavItem = { to: "/transfer", label: "Transfer", icon: IconArrowsExchange };
const CASH_DESK: NavItem = { to: "/counter", label: "Cash desk", icon: IconCashRegister };
const LOANS: NavItem = { to: "/loans", label: "Loans", icon: IconReportMoney };
const DEVICES: NavItem = { to: "/sessions", label: "Devices", icon: IconDevices };

const NAV_ITEMS: Record<components["schemas"]["RoleEnum"], NavItem[]> = {
  member: [OVERVIEW, ACCOUNTS, TRANSFER, DEVICES],
  cashier: [OVERVIEW, CASH_DESK, ACCOUNTS, DEVICES],
  manager: [OVERVIEW, LOANS, CASH_DESK, ACCOUNTS, DEVICES],
};

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  return NAV_ITEMS[useUser().role].map(({ to, label, icon: Icon }) => {
    const isCurrent = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
    return (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={label}
        leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
        active={isCurrent}
        aria-current={isCurrent ? "page" : undefined}
        onClick={onNavigate}
        py="sm"
        mb={4}
        fw={isCurrent ? 600 : undefined}
        style={{ borderRadius: "var(--mantine-radius-md)" }}
      />
    );
  });
}
