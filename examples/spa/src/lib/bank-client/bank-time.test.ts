import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addDays, bankDay, bankTimeZone, loadBankTimeZone, setTimeZone, today, weekday } from "./bank-time";

const API = "https://api.bank.example";

/** Responds to the request of the configuration; returns the mock. */
function stubConfig(timeZone: string, status = 200) {
  const respond = vi.fn(async (request: Request) => {
    expect(request.url).toBe(`${API}/api/config/`);
    return Response.json({ time_zone: timeZone }, { status });
  });
  vi.stubGlobal("fetch", respond);
  return respond;
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-03-01T00:30:00Z"), toFake: ["Date"] });
  process.env.TZ = "Asia/Tokyo"; // the user's device
});

afterEach(() => {
  vi.useRealTimers();
  delete process.env.TZ;
  setTimeZone("UTC");
});

describe("days", () => {
  it.each([
    ["Africa/Nairobi", "2026-02-28T20:59:59.999999Z", "2026-02-28"],
    ["Africa/Nairobi", "2026-02-28T21:00:00.000000Z", "2026-03-01"],
    ["America/Lima", "2026-03-01T04:59:59.999999Z", "2026-02-28"],
    ["America/Lima", "2026-03-01T05:00:00.000000Z", "2026-03-01"],
    ["Pacific/Auckland", "2026-02-28T11:00:00.000000Z", "2026-03-01"],
    ["Pacific/Auckland", "2026-04-05T11:59:59.999999Z", "2026-04-05"], // 25 hours
    ["Pacific/Auckland", "2026-04-05T12:00:00.000000Z", "2026-04-06"],
  ])("in %s %s is in %s", (timeZone, time, day) => {
    setTimeZone(timeZone);
    expect(bankDay(time)).toBe(day);
  });

  it("takes today from the bank's time zone, not from the device", () => {
    expect(today()).toBe("2026-03-01");
    setTimeZone("America/Lima");
    expect(today()).toBe("2026-02-28");
  });

  it("adds days over months and changes of the clocks", () => {
    expect(addDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(addDays("2026-04-04", 2)).toBe("2026-04-06");
    expect(["2026-03-01", "2026-03-02"].map(weekday)).toEqual([7, 1]);
  });
});

describe("loadBankTimeZone", () => {
  it("waits for the configuration at the first start and stores it for a day", async () => {
    const requests = stubConfig("America/Lima");
    await loadBankTimeZone(API);
    expect(bankTimeZone()).toBe("America/Lima");
    setTimeZone("UTC");
    await loadBankTimeZone(API);
    expect(bankTimeZone()).toBe("America/Lima");
    expect(requests).toHaveBeenCalledTimes(1);
  });

  it("uses what is stored at once and asks again after a day", async () => {
    stubConfig("America/Lima");
    await loadBankTimeZone(API);
    vi.setSystemTime(new Date("2026-03-02T00:30:01Z"));
    const requests = stubConfig("Africa/Nairobi");
    await loadBankTimeZone(API);
    expect(bankTimeZone()).toBe("America/Lima");
    await vi.waitFor(() => expect(bankTimeZone()).toBe("Africa/Nairobi"));
    expect(requests).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["an error", () => stubConfig("America/Lima", 429)],
    ["an unknown zone", () => stubConfig("Mars/Olympus")],
    ["no network", () => vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("offline")))],
    ["another body", () => vi.stubGlobal("fetch", vi.fn().mockResolvedValue(new Response("<html>")))],
  ])("keeps UTC days after %s", async (_, stub) => {
    stub();
    await loadBankTimeZone(API);
    expect(bankTimeZone()).toBe("UTC");
    expect(localStorage.length).toBe(0);
  });

  it.each(["null", "{", "{}", '{"timeZone":"Mars/Olympus","readAt":1772325000000}'])(
    "asks the API instead of using a stored value of %s",
    async (stored) => {
      localStorage.setItem("bank.time-zone", stored);
      stubConfig("America/Lima");
      await loadBankTimeZone(API);
      expect(bankTimeZone()).toBe("America/Lima");
    },
  );
});
