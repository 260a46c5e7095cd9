/** The ways through the portal, by role. */

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
import { useUser } from "../react/session";

interface Way {
  to: string;
  label: string;
  icon: TablerIcon;
}

const OVERVIEW: Way = { to: "/", label: "Overview", icon: IconLayoutDashboard };
const ACCOUNTS: Way = { to: "/accounts", label: "Accounts", icon: IconBuildingBank };
const TRANSFER: Way = { to: "/transfer", label: "Transfer", icon: IconArrowsExchange };
const COUNTER: Way = { to: "/counter", label: "Counter", icon: IconCashRegister };
const LOANS: Way = { to: "/loans", label: "Loans", icon: IconReportMoney };
const DEVICES: Way = { to: "/sessions", label: "Devices", icon: IconDevices };

const WAYS: Record<components["schemas"]["RoleEnum"], Way[]> = {
  member: [OVERVIEW, ACCOUNTS, TRANSFER, DEVICES],
  cashier: [OVERVIEW, COUNTER, ACCOUNTS, DEVICES],
  manager: [OVERVIEW, LOANS, COUNTER, ACCOUNTS, DEVICES],
};

export function Navigation({ onNavigate }: { onNavigate: () => void }) {
  const { pathname } = useLocation();
  return WAYS[useUser().role].map(({ to, label, icon: Icon }) => {
    const isHere = pathname === to || (to !== "/" && pathname.startsWith(`${to}/`));
    return (
      <NavLink
        key={to}
        component={Link}
        to={to}
        label={label}
        leftSection={<Icon size={20} stroke={1.6} aria-hidden />}
        active={isHere}
        aria-current={isHere ? "page" : undefined}
        onClick={onNavigate}
        py="sm"
        mb={4}
        fw={isHere ? 600 : undefined}
        style={{ borderRadius: "var(--mantine-radius-md)" }}
      />
    );
  });
}
