/** Renders the application. */

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { loadBankTimeZone } from "./bank/bank-time";
import { API_URL, bank } from "./settings";

void bank.session.start();
// Before the first page, whose dates depend on it.
await loadBankTimeZone(API_URL);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
