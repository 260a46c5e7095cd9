/** The bank's public configuration. It is read once a day, because the request counts for the limit of the address. */

import { useQuery } from "@tanstack/react-query";
import { bank } from "./bank";
import { unwrap } from "./bank-client/errors";
import type { components } from "./bank-client/schema";

type Config = components["schemas"]["Config"];

interface Stored {
  config: Config;
  readAt: number;
}

const ITEM = "bank.config";
const DAY_MS = 24 * 3600 * 1000;

export function useBankConfig(): Config | undefined {
  const stored = read();
  const query = useQuery({
    queryKey: ["config"],
    queryFn: async () => {
      const config = await unwrap(bank.api.GET("/api/config/"));
      write({ config, readAt: Date.now() });
      return config;
    },
    staleTime: DAY_MS,
    ...(stored && { initialData: stored.config, initialDataUpdatedAt: stored.readAt }),
  });
  return query.data;
}

/** As of the last visit. */
export function storedBankConfig(): Config | undefined {
  return read()?.config;
}

function read(): Stored | null {
  try {
    return JSON.parse(localStorage.getItem(ITEM) ?? "null") as Stored | null;
  } catch {
    return null;
  }
}

function write(stored: Stored): void {
  try {
    localStorage.setItem(ITEM, JSON.stringify(stored));
  } catch {
    // The browser does not let this page store anything.
  }
}
