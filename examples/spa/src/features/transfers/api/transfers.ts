/** Queries for transfers: the member's accounts, earlier payees, the name of a payee, and what is left of the limit. */

import { useQueryClient } from "@tanstack/react-query";
import { $api } from "@/lib/api";
import { isNotFound } from "@/lib/bank-client/errors";

/** The most entries of a page. */
const PAGE_SIZE = 200;

export function useOwnAccounts() {
  const params = { query: { status: "active" as const, page_size: PAGE_SIZE } };
  return $api.useQuery("get", "/api/accounts/", { params });
}

/** The accounts paid before, the latest first. */
export function usePastPayees(isMember: boolean) {
  const params = { query: { page_size: PAGE_SIZE } };
  return $api.useQuery("get", "/api/transactions/payees/", { params }, { enabled: isMember });
}

/** The account that staff transfer from, for its owner. */
export function useAccount(number: string) {
  return $api.useQuery("get", "/api/accounts/{number}/", { params: { path: { number } } });
}

/** The active accounts of this member, for staff. */
export function useAccountsOf(owner: number) {
  const params = { query: { owner, status: "active" as const, page_size: PAGE_SIZE } };
  return $api.useQuery("get", "/api/accounts/", { params });
}

export function useTransferLimit() {
  return $api.useQuery("get", "/api/transactions/limits/");
}

/** The name is the same for the whole visit: each look-up of a stranger's account counts for a limit. */
function payeeQuery(number: string) {
  const init = { params: { path: { number } } };
  return $api.queryOptions("get", "/api/accounts/{number}/payee/", init, { staleTime: Number.POSITIVE_INFINITY });
}

/** The name of the payee if it was looked up. */
export function usePayeeName(number: string): string | null {
  const queryClient = useQueryClient();
  const payee = queryClient.getQueryData<{ name: string }>(payeeQuery(number).queryKey);
  return payee?.name ?? null;
}

/** Looks up a payee. Resolves to false if there is no such account, and to true if it is not known. */
export function useCheckPayee(): (number: string) => Promise<boolean> {
  const queryClient = useQueryClient();
  return async (number) => {
    try {
      await queryClient.fetchQuery(payeeQuery(number));
      return true;
    } catch (error) {
      // Without a response, or over the limit, the payment is offered without a name.
      return !isNotFound(error);
    }
  };
}
