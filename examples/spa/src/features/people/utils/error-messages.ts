/** Error messages of changes of people. */

import { i18n } from "@/lib/i18n";
import { errorMessage } from "@/utils/error-messages";

export function personErrorMessage(error: unknown): string {
  return errorMessage(error, {
    permission_denied: i18n.t("people:error.permission_denied"),
    last_administrator: i18n.t("people:error.last_administrator"),
  });
}
