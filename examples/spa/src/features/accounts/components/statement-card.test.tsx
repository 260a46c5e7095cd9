import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { setTimeZone } from "@/lib/bank-client/bank-time";
import { ACCOUNT } from "@/testing/api-mock";
import { renderPage } from "@/testing/render-page";
import type { Account } from "@/types/api";
import { StatementCard } from "./statement-card";

afterEach(() => {
  vi.useRealTimers();
  setTimeZone("UTC");
});

it.each([
  ["Africa/Nairobi", "2026-02-28T21:30:00Z", "2026-03-01", "2026-03-01"],
  ["America/Lima", "2026-03-01T04:30:00Z", "2026-02-01", "2026-02-28"],
])("offers this month of the bank in %s", (timeZone, now, from, to) => {
  vi.useFakeTimers({ now: new Date(now), toFake: ["Date"] });
  setTimeZone(timeZone);
  renderPage(<StatementCard account={ACCOUNT as Account} />);
  expect(screen.getByLabelText<HTMLInputElement>("From").value).toBe(from);
  expect(screen.getByLabelText<HTMLInputElement>("To").value).toBe(to);
});
