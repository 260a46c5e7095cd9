/** What the counter says of a refusal. */

import { wordForPayment } from "../../ui/words";

const WORDS = {
  permission_denied: "You may not do this. Your own account and your own loan are for a colleague to serve.",
  not_found: "The bank knows no such account or loan.",
  limit_exceeded: "This is more than a cashier may move at once. Please ask a manager.",
  already_decided: "This loan is not waiting any more: somebody else has dealt with it.",
};

export function wordForCounter(error: unknown): string {
  return wordForPayment(error, WORDS);
}
