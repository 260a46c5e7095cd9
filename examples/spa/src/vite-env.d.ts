/** Types of the settings in .env. */

interface ImportMetaEnv {
  readonly VITE_API_URL: string;
  readonly VITE_TRANSPORT: "cookie" | "body";
  readonly VITE_ACCESS_TOKEN_LIFETIME: string;
  readonly VITE_BANK_NAME: string;
  readonly VITE_LARGE_CASH_AMOUNT: string;
}
