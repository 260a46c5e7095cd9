/** The bank as this application sees it: `session` for who is signed in, `api` to read and ask, `payments` to pay. */

import { Payments } from "./payments";
import { Session, type SessionOptions } from "./session";
import type { Api } from "./wire";

export interface Bank {
  session: Session;
  api: Api;
  payments: Payments;
}

export function openBank(options: SessionOptions): Bank {
  const session = new Session(options);
  const whoever = () => {
    const state = session.getState();
    return state.status === "signed-in" ? state.user.id : null;
  };
  return { session, api: session.api, payments: new Payments(session.api, whoever) };
}
