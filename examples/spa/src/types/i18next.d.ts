/** The keys of the texts: a key or a placeholder that the English catalogues do not have is a compile error. */

import "i18next";
import type accounts from "@/locales/en/accounts";
import type app from "@/locales/en/app";
import type audit from "@/locales/en/audit";
import type auth from "@/locales/en/auth";
import type cash from "@/locales/en/cash";
import type common from "@/locales/en/common";
import type dashboard from "@/locales/en/dashboard";
import type loans from "@/locales/en/loans";
import type members from "@/locales/en/members";
import type people from "@/locales/en/people";
import type profile from "@/locales/en/profile";
import type reports from "@/locales/en/reports";
import type security from "@/locales/en/security";
import type till from "@/locales/en/till";
import type transactions from "@/locales/en/transactions";
import type transfers from "@/locales/en/transfers";
import type vault from "@/locales/en/vault";

interface Catalogues {
  accounts: typeof accounts;
  app: typeof app;
  audit: typeof audit;
  auth: typeof auth;
  cash: typeof cash;
  common: typeof common;
  dashboard: typeof dashboard;
  loans: typeof loans;
  members: typeof members;
  people: typeof people;
  profile: typeof profile;
  reports: typeof reports;
  security: typeof security;
  till: typeof till;
  transactions: typeof transactions;
  transfers: typeof transfers;
  vault: typeof vault;
}

export type Namespace = keyof Catalogues;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: Catalogues;
  }
}
