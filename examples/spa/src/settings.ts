/** The settings of this build (.env), and the bank's client. */

import { createBankClient } from "./bank/client";

const { VITE_API_URL, VITE_TRANSPORT, VITE_ACCESS_TOKEN_LIFETIME, VITE_BANK_NAME } = import.meta.env;

export const API_URL: string = VITE_API_URL;
export const BANK_NAME: string = VITE_BANK_NAME;

export const bank = createBankClient({
  apiUrl: API_URL,
  transport: VITE_TRANSPORT,
  accessTokenLifetime: Number(VITE_ACCESS_TOKEN_LIFETIME),
});
