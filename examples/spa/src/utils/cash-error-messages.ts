/** Error messages of the cash desk. */

import { i18n } from "@/lib/i18n";
import { paymentErrorMessage } from "./error-messages";

export function cashErrorMessage(error: unknown): string {
  return paymentErrorMessage(error, {
    permission_denied: i18n.t("cash_error.permission_denied"),
    not_found: i18n.t("cash_error.not_found"),
    limit_exceeded: i18n.t("cash_error.limit_exceeded"),
    already_decided: i18n.t("cash_error.already_decided"),
  });
}
