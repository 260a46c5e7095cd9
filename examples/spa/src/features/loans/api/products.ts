/** All loan products, for managers. */

import { useMutation } from "@tanstack/react-query";
import { $api, cursorPagination } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import type { components } from "@/lib/bank-client/schema";

export function useProductPages() {
  return $api.useInfiniteQuery("get", "/api/loans/products/", {}, cursorPagination);
}

/** Creates a product, or changes the one with this id. */
export function useSaveProduct(id: number | null) {
  return useMutation({
    mutationFn: (body: components["schemas"]["LoanProductRequest"]) =>
      id === null
        ? unwrap(bank.api.POST("/api/loans/products/", { body }))
        : unwrap(bank.api.PATCH("/api/loans/products/{product_id}/", { params: { path: { product_id: id } }, body })),
  });
}
