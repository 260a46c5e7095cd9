/** The bank's client of this application. */

import { ACCESS_TOKEN_LIFETIME, API_URL, TRANSPORT } from "@/config/env";
import { createBankClient } from "./bank-client/client";
import { currentLanguage } from "./i18n";

export const bank = createBankClient({
  apiUrl: API_URL,
  transport: TRANSPORT,
  accessTokenLifetime: ACCESS_TOKEN_LIFETIME,
  language: currentLanguage,
});
