/** The main navigation, by role. */

import { NavLink } from "@mantine/core";
import {
  IconArrowsExchange,
  IconBuildingBank,
  IconCashRegister,
  IconCoins,
  IconHistory,
  IconLayoutDashboard,
  IconReportAnalytics,
  IconReportMoney,
  IconShieldLock,
  IconUserCog,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import { Link, useLocation } from "react-router";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type { Role } from "@/types/api";

interface NavItem {
  to: string;
  label: string;
  icon: TablerIcon;
}

const OVERVIEW: NavItem = { to: paths.overview, label: "Overview", icon: IconLayoutDashboard };
const ACCOUNTS: NavItem = { to: paths.accounts, label: "Accounts", icon: IconBuildingBank };
const TRANSFER: NavItem = { to: paths.transfer, label: "Transfer", icon: IconArrowsExchange };
const CASH_DESK: NavItem = { to: paths.cashDesk, label: "Cash desk", icon: IconCashRegister };
const MEMBERS: NavItem = { to: paths.members, label: "Members", icon: IconUsers };
const TILL: NavItem = { to: paths.till, label: "Till", icon: IconCoins };
const LOANS: NavItem = { to: paths.loans, label: "Loans", icon: IconReportMoney };
const SECURITY: NavItem = { to: paths.security, label: "Security", icon: IconShieldLock };

const PEOPLE: NavItem = { to: paths.people, label: "People", icon: IconUserCog };
const REPORTS: NavItem = { to: paths.reports, label: "Reports", icon: IconReportAnalytics };
const AUDIT_LOG: NavItem = { to: paths.auditLog, label: "Audit log", icon: IconHistory };

const NAV_ITEMS: Record<Role, NavItem[]> = {
  member: [OVERVIEW, ACCOUNTS, TRANSFER, LOANS, SECURITY],
  cashier: [OVERVIEW, CASH_DESK, MEMBERS, ACCOUNTS, LOANS, TILL, SECURITY],
  manager: [OVERVIEW, LOANS, MEMBERS, ACCOUNTS, CASH_DESK, TILL, PEOPLE, REPORTS, AUDIT_LOG, SECURITY],
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
