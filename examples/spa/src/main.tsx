/** Renders the application. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/app";
import { API_URL } from "@/config/env";
import { bank } from "@/lib/bank";
import { loadBankTimeZone } from "@/lib/bank-client/bank-time";
import { startLanguage } from "@/lib/language";

void bank.session.start();
// Before the first page, whose texts and dates depend on them.
await Promise.all([startLanguage(), loadBankTimeZone(API_URL)]);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
