/** The settings of this build (.env). */

const { VITE_API_URL, VITE_TRANSPORT, VITE_ACCESS_TOKEN_LIFETIME, VITE_BANK_NAME, VITE_LARGE_CASH_AMOUNT } = import.meta
  .env;

export const API_URL: string = VITE_API_URL;
export const TRANSPORT = VITE_TRANSPORT;
/** Of an access token, in seconds. */
export const ACCESS_TOKEN_LIFETIME = Number(VITE_ACCESS_TOKEN_LIFETIME);
/** From this amount on, cash is typed twice. */
export const LARGE_CASH_AMOUNT: string = VITE_LARGE_CASH_AMOUNT;
export const BANK_NAME: string = VITE_BANK_NAME;
