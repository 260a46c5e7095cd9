/** What this build was told of the bank (.env). */

import { openBank } from "./bank/bank";

const { VITE_API_URL, VITE_TRANSPORT, VITE_ACCESS_TOKEN_LIFETIME, VITE_BANK_NAME } = import.meta.env;

export const BANK_NAME: string = VITE_BANK_NAME;

export const bank = openBank({
  apiUrl: VITE_API_URL,
  transport: VITE_TRANSPORT,
  accessTokenLifetime: Number(VITE_ACCESS_TOKEN_LIFETIME),
});
