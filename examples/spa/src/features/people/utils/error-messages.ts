/** Error messages of changes of people. */

import { errorMessage } from "@/utils/error-messages";

const MESSAGES = {
  permission_denied: "Only the administrator may create or change managers.",
  last_administrator: "The last administrator cannot be changed.",
};

export function personErrorMessage(error: unknown): string {
  return errorMessage(error, MESSAGES);
}
