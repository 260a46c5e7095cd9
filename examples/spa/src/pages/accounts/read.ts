/** Reads one account. */

import { useQuery } from "@tanstack/react-query";
import { answered } from "../../bank/errors";
import type { components } from "../../bank/schema";
import { bank } from "../../settings";

export type Account = components["schemas"]["Account"];

export function useAccount(number: string) {
  return useQuery({
    queryKey: ["accounts", number],
    queryFn: ({ signal }) =>
      answered(bank.api.GET("/api/accounts/{number}/", { params: { path: { number } }, signal })),
  });
}
