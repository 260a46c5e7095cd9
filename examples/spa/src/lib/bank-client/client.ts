/**
 * The bank's client: `session` holds the signed-in user, `api` is the typed API, `payments` sends each payment once, and
 * `stepUp` holds the requests that wait for a second factor.
 */

import type { Api } from "./http";
import { Payments } from "./payments";
import { Session, type SessionOptions } from "./session";
import { StepUp } from "./step-up";

export interface BankClient {
  session: Session;
  api: Api;
  payments: Payments;
  stepUp: StepUp;
}

export function createBankClient(options: SessionOptions): BankClient {
  const stepUp = new StepUp();
  const session = new Session(options, stepUp);
  const currentUserId = () => {
    const state = session.getState();
    return state.status === "signed-in" ? state.user.id : null;
  };
  return { session, api: session.api, payments: new Payments(session.api, currentUserId), stepUp };
}
