/** The names of the transaction types. */

import type { components } from "@/lib/bank-client/schema";
import { i18n } from "@/lib/i18n";

type TransactionType = components["schemas"]["TransactionTypeEnum"];

export function transactionTypeName(type: TransactionType): string {
  return i18n.t(`transaction_type.${type}`);
}
