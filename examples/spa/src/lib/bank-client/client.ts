/** The bank's client: `session` holds the signed-in user, `api` is the typed API, `payments` sends each payment once. */

import type { Api } from "./http";
import { Payments } from "./payments";
import { Session, type SessionOptions } from "./session";

export interface BankClient {
  session: Session;
  api: Api;
  payments: Payments;
}

export function createBankClient(options: SessionOptions): BankClient {
  const session = new Session(options);
  const currentUserId = () => {
    const state = session.getState();
    return state.status === "signed-in" ? state.user.id : null;
  };
  return { session, api: session.api, payments: new Payments(session.api, currentUserId) };
}
