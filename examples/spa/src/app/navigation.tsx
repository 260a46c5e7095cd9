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
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { paths } from "@/config/paths";
import { useUser } from "@/hooks/use-session";
import type app from "@/locales/en/app";
import type { Role } from "@/types/api";

interface NavItem {
  to: string;
  /** A key of its text. */
  label: keyof (typeof app)["menu"];
  icon: TablerIcon;
}

const OVERVIEW: NavItem = { to: paths.overview, label: "overview", icon: IconLayoutDashboard };
const ACCOUNTS: NavItem = { to: paths.accounts, label: "accounts", icon: IconBuildingBank };
const TRANSFER: NavItem = { to: paths.transfer, label: "transfer", icon: IconArrowsExchange };
const CASH_DESK: NavItem = { to: paths.cashDesk, label: "cash_desk", icon: IconCashRegister };
const MEMBERS: NavItem = { to: paths.members, label: "members", icon: IconUsers };
const TILL: NavItem = { to: paths.till, label: "till", icon: IconCoins };
const LOANS: NavItem = { to: paths.loans, label: "loans", icon: IconReportMoney };
const SECURITY: NavItem = { to: paths.security, label: "security", icon: IconShieldLock };

const PEOPLE: NavItem = { to: paths.people, label: "people", icon: IconUserCog };
const REPORTS: NavItem = { to: paths.reports, label: "reports", icon: IconReportAnalytics };
const AUDIT_LOG: NavItem = { to: paths.auditLog, label: "audit_log", icon: IconHistory };

const NAV_ITEMS: Record<Role, NavItem[]> = {
  member: [OVERVIEW, ACCOUNTS, TRANSFER, LOANS, SECURITY],
  cashier: [OVERVIEW, CASH_DESK, MEMBERS, ACCOUNTS, LOANS, TILL, SECURITY],
  manager: [OVERVIEW, LOANS, MEMBERS, ACCOUNTS, CASH_DESK, TILL, PEOPLE, REPORTS, AUDIT_LOG, SECURITY],
};

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { t } = useTranslation("app");
  const { pathname } = useLocation();
  return NAV_ITEMS[useUser().role].map(({ to, label, icon: Icon }) => {
    const isCurrent = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
    return (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={t(`menu.${label}`)}
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
