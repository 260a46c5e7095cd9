/** The audit log, its filters and its export. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import type { components, operations } from "@/lib/bank-client/schema";
import { downloadFile } from "@/lib/download";

export type AuditEvent = components["schemas"]["AuditEvent"];
type Query = NonNullable<operations["list_audit_events"]["parameters"]["query"]>;
export type EventName = NonNullable<Query["event"]>;

/** Empty fields are not sent. */
export interface AuditFilter {
  event: EventName | "";
  /** The id of the person whom the event concerns. */
  user: string;
  from: string;
  to: string;
}

const PAGE_SIZE = 50;
/** The most entries of a page. */
const MAX_PAGE_SIZE = 200;

export function useAuditEvents(filter: AuditFilter) {
  const { initialPageParam, getNextPageParam } = cursorPagination;
  return useInfiniteQuery({
    queryKey: ["audit-events", filter],
    queryFn: ({ pageParam }) =>
      readPage({ ...toQuery(filter), page_size: PAGE_SIZE, ...(pageParam && { cursor: pageParam }) }),
    initialPageParam,
    getNextPageParam,
  });
}

/** This path returns one of two formats; without `format` it is JSON. */
async function readPage(query: Query): Promise<components["schemas"]["AuditEventPage"]> {
  return (await unwrap(
    bank.api.GET("/api/audit/events/", { params: { query } }),
  )) as components["schemas"]["AuditEventPage"];
}

/** The names of people by their ids: of all in a small bank, and of the latest in a large one. */
export function useNames(): Map<number, string> {
  const params = { query: { page_size: MAX_PAGE_SIZE } };
  const { data } = $api.useQuery("get", "/api/users/", { params });
  return new Map(data?.results.map(({ id, full_name }) => [id, full_name]));
}

export async function downloadAuditEvents(filter: AuditFilter): Promise<void> {
  const params = { query: { ...toQuery(filter), format: "csv" as const } };
  await downloadFile(bank.api.GET("/api/audit/events/", { params, parseAs: "blob" }), "audit-events.csv");
}

function toQuery({ user, ...rest }: AuditFilter): Query {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value));
  return { ...given, ...(user && { user: Number(user) }) };
}

/** All events, for the filter. */
export const EVENTS: EventName[] = [
  "access_denied",
  "account_closed",
  "account_frozen",
  "account_opened",
  "account_read",
  "account_unfrozen",
  "admin_login",
  "admin_logout",
  "administrator_created",
  "audit_read",
  "browser_forgotten",
  "browser_mismatch",
  "confirmation_given",
  "confirmation_refused",
  "confirmation_used",
  "cross_site_refused",
  "deposit_posted",
  "email_change_refused",
  "email_change_requested",
  "email_changed",
  "factor_added",
  "factor_failed",
  "factor_removed",
  "factor_throttled",
  "factors_reset",
  "loan_applied",
  "loan_approved",
  "loan_cancelled",
  "loan_disbursed",
  "loan_product_changed",
  "loan_product_created",
  "loan_recovery_posted",
  "loan_rejected",
  "loan_repayment_posted",
  "loan_written_off",
  "login_blocked",
  "login_factor_due",
  "login_failed",
  "login_succeeded",
  "login_throttled",
  "logout",
  "password_change_failed",
  "password_changed",
  "password_reset",
  "password_reset_refused",
  "password_reset_requested",
  "payment_refused",
  "person_read",
  "recovery_codes_created",
  "refusals_suppressed",
  "registration_refused",
  "registration_requested",
  "role_changed",
  "session_expired",
  "session_replaced",
  "session_revoked",
  "statement_read",
  "till_counted",
  "till_funded",
  "till_returned",
  "time_zone_set",
  "token_forged",
  "token_refreshed",
  "token_refused",
  "token_reused",
  "transaction_reversed",
  "transfer_posted",
  "user_changed",
  "user_created",
  "user_deactivated",
  "user_invited",
  "user_reactivated",
  "user_registered",
  "vault_paid_out",
  "vault_received",
  "withdrawal_posted",
];
