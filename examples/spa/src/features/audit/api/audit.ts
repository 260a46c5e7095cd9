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
  /** The network address that a request came from. */
  ip_address: string;
  /** Of the response that somebody reports, or the client's own. */
  request_id: string;
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

/** All events, for the filter. An event of the API that is missing here is a compile error. */
export const EVENTS = Object.keys({
  access_denied: true,
  account_closed: true,
  account_frozen: true,
  account_opened: true,
  account_read: true,
  account_unfrozen: true,
  admin_login: true,
  admin_logout: true,
  administrator_created: true,
  audit_read: true,
  browser_forgotten: true,
  browser_mismatch: true,
  confirmation_given: true,
  confirmation_refused: true,
  confirmation_used: true,
  cross_site_refused: true,
  deposit_posted: true,
  email_change_refused: true,
  email_change_requested: true,
  email_changed: true,
  factor_added: true,
  factor_failed: true,
  factor_removed: true,
  factor_throttled: true,
  factors_reset: true,
  loan_applied: true,
  loan_approved: true,
  loan_cancelled: true,
  loan_disbursed: true,
  loan_product_changed: true,
  loan_product_created: true,
  loan_recovery_posted: true,
  loan_rejected: true,
  loan_repayment_posted: true,
  loan_written_off: true,
  login_blocked: true,
  login_factor_due: true,
  login_failed: true,
  login_succeeded: true,
  login_throttled: true,
  logout: true,
  password_change_failed: true,
  password_changed: true,
  password_reset: true,
  password_reset_refused: true,
  password_reset_requested: true,
  payment_refused: true,
  person_read: true,
  recovery_codes_created: true,
  refusals_suppressed: true,
  registration_refused: true,
  registration_requested: true,
  role_changed: true,
  session_expired: true,
  session_replaced: true,
  session_revoked: true,
  statement_read: true,
  till_counted: true,
  till_funded: true,
  till_returned: true,
  time_zone_set: true,
  token_forged: true,
  token_refreshed: true,
  token_refused: true,
  token_reused: true,
  transaction_reversed: true,
  transfer_posted: true,
  user_changed: true,
  user_created: true,
  user_deactivated: true,
  user_invited: true,
  user_reactivated: true,
  user_registered: true,
  vault_paid_out: true,
  vault_received: true,
  withdrawal_posted: true,
} satisfies Record<EventName, true>) as EventName[];
