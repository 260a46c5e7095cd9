/** Error messages of the cash desk. */

import { paymentErrorMessage } from "./error-messages";

const MESSAGES = {
  permission_denied: "You do not have permission to do this. A colleague must process your own account or loan.",
  not_found: "Account or loan not found.",
  limit_exceeded: "This exceeds the limit for cashiers. Please ask a manager.",
  already_decided: "This loan has already been processed.",
};

export function cashErrorMessage(error: unknown): string {
  return paymentErrorMessage(error, MESSAGES);
}
