/** Queries for accounts. */

import { useQuery } from "@tanstack/react-query";
import { unwrap } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";

export type Account = components["schemas"]["Account"];

export function useAccount(number: string) {
  return useQuery({
    queryKey: ["accounts", number],
    queryFn: ({ signal }) => unwrap(bank.api.GET("/api/accounts/{number}/", { params: { path: { number } }, signal })),
  });
}
