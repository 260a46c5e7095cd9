/** The page of second factors: set-up, removal, recovery codes, and the proof that the API asks for. */

import { screen, within } from "@testing-library/react";
import { type UserEvent, userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { errorResponse, json, NO_CONTENT, signInAs, storeConfig } from "@/testing/api-mock";
import { FACTORS, PHONE, WITH_TOTP } from "@/testing/factors";
import { CREDENTIAL, fakePasskeys, PASSKEY_OPTIONS } from "@/testing/passkeys";
import { renderPage } from "@/testing/render-page";
import { mockApi } from "@/testing/server";
import { FactorsPage } from "./factors";

const LIST = "GET /api/users/factors/";
const PROOF = "POST /api/users/factors/proof/";
const PROOF_OPTIONS = "POST /api/users/factors/proof/options/";
const TOTP = "POST /api/users/factors/totp/";
const CONFIRM_TOTP = "POST /api/users/factors/totp/confirm/";
const CODES = "POST /api/users/factors/recovery-codes/";
const SECRET = { secret: "ABCDEFGHIJKLMNOP", uri: "otpauth://totp/Bank:member@example.com?secret=ABCDEFGHIJKLMNOP" };
const STEP_UP = errorResponse(401, "step_up_required");

let user: UserEvent;

beforeEach(() => {
  user = userEvent.setup();
});

async function openFactors(factors: object, responses: Record<string, Response[]>): Promise<Request[]> {
  await signInAs("member");
  storeConfig({ passkey_rp_id: "localhost" });
  const sent = mockApi({ [LIST]: [json(factors)], ...responses });
  renderPage(<FactorsPage />);
  await screen.findByRole("heading", { name: "Authenticator app" });
  return sent;
}

/** The writes in order, with their bodies. */
function writes(sent: Request[]): Promise<[string, unknown][]> {
  const requests = sent.filter(({ method }) => method !== "GET");
  return Promise.all(
    requests.map(async (request) => {
      const text = await request.text();
      const route = `${request.method} ${new URL(request.url).pathname}`;
      return [route, text ? JSON.parse(text) : null] as [string, unknown];
    }),
  );
}

test("the first factor is proved by the password, and the authenticator is set up with its secret and a code", async () => {
  const sent = await openFactors(FACTORS, {
    [TOTP]: [STEP_UP, json(SECRET)],
    [PROOF]: [NO_CONTENT()],
    [CONFIRM_TOTP]: [NO_CONTENT()],
  });
  await user.click(screen.getByRole("button", { name: "Set up an app" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Please confirm that it is you" }));
  await user.type(await dialog.findByLabelText("Password"), "demo-pass-2026{Enter}");
  expect(await screen.findByText("ABCD EFGH IJKL MNOP")).toBeDefined();
  expect(screen.getByRole("img", { name: "QR code for the authenticator app" })).toBeDefined();
  await user.type(screen.getByLabelText("Code"), "123 456{Enter}");
  await vi.waitFor(() => expect(screen.queryByText("ABCD EFGH IJKL MNOP")).toBeNull());
  expect(await writes(sent)).toEqual([
    [TOTP, null],
    [PROOF, { password: "demo-pass-2026" }],
    [TOTP, null],
    [CONFIRM_TOTP, { code: "123456" }],
  ]);
});

test("a wrong password in the proof is said and can be typed again", async () => {
  await openFactors(FACTORS, {
    [TOTP]: [STEP_UP, json(SECRET)],
    [PROOF]: [errorResponse(400, "factor_invalid"), NO_CONTENT()],
  });
  await user.click(screen.getByRole("button", { name: "Set up an app" }));
  await user.type(await screen.findByLabelText("Password"), "guess{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("This password is not correct.");
  await user.type(screen.getByLabelText("Password"), "demo-pass-2026{Enter}");
  expect(await screen.findByText("ABCD EFGH IJKL MNOP")).toBeDefined();
});

test("a cancelled proof changes nothing and says so", async () => {
  const sent = await openFactors(FACTORS, { [TOTP]: [STEP_UP] });
  await user.click(screen.getByRole("button", { name: "Set up an app" }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  expect((await screen.findByRole("alert")).textContent).toBe("This was not confirmed, so nothing was done.");
  expect(await writes(sent)).toEqual([[TOTP, null]]);
});

test("a wrong first code is shown at its field", async () => {
  await openFactors(FACTORS, { [TOTP]: [json(SECRET)], [CONFIRM_TOTP]: [errorResponse(400, "factor_invalid")] });
  await user.click(screen.getByRole("button", { name: "Set up an app" }));
  await user.type(await screen.findByLabelText("Code"), "111111{Enter}");
  expect(await screen.findByText(/This code is not correct/)).toBeDefined();
  expect(document.activeElement).toBe(screen.getByLabelText("Code"));
});

test("a passkey is created under its name", async () => {
  const asked = fakePasskeys();
  const options = { challenge: "CCCC" };
  const sent = await openFactors(FACTORS, {
    "POST /api/users/factors/passkeys/options/": [json(options)],
    "POST /api/users/factors/passkeys/": [json(PHONE, 201)],
  });
  await user.click(screen.getByRole("button", { name: "Add a passkey" }));
  await user.type(await screen.findByLabelText("Name"), "Phone{Enter}");
  await vi.waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked).toEqual([options]);
  expect((await writes(sent)).at(-1)).toEqual([
    "POST /api/users/factors/passkeys/",
    { name: "Phone", credential: CREDENTIAL },
  ]);
});

test("a closed prompt of a new passkey shows a message and adds none", async () => {
  fakePasskeys("cancelled");
  const sent = await openFactors(FACTORS, {
    "POST /api/users/factors/passkeys/options/": [json({ challenge: "CCCC" })],
  });
  await user.click(screen.getByRole("button", { name: "Add a passkey" }));
  await user.type(await screen.findByLabelText("Name"), "Phone{Enter}");
  expect((await screen.findByRole("alert")).textContent).toBe("No passkey was used. Please try again.");
  expect(await writes(sent)).toHaveLength(1);
});

test("a passkey is removed after a proof with a passkey", async () => {
  fakePasskeys();
  const remove = "DELETE /api/users/factors/passkeys/4/";
  const sent = await openFactors(
    { ...FACTORS, passkeys: [PHONE] },
    { [remove]: [STEP_UP, NO_CONTENT()], [PROOF_OPTIONS]: [json(PASSKEY_OPTIONS)], [PROOF]: [NO_CONTENT()] },
  );
  await user.click(screen.getByRole("button", { name: /^Remove ?, Phone/ }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
  await user.click(await screen.findByRole("button", { name: "Use passkey" }));
  await vi.waitFor(async () =>
    expect(await writes(sent)).toEqual([
      [remove, null],
      [PROOF_OPTIONS, null],
      [PROOF, { credential: CREDENTIAL }],
      [remove, null],
    ]),
  );
});

test("the last factor of a role that must have one is not removed", async () => {
  await openFactors(
    { ...WITH_TOTP, required: true },
    { "DELETE /api/users/factors/totp/": [errorResponse(422, "factor_required")] },
  );
  await user.click(screen.getByRole("button", { name: "Remove" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Remove" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Your role requires a second factor.");
});

test("new recovery codes are shown once, and can be printed and copied", async () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  const codes = ["AAAA-BBBB", "CCCC-DDDD"];
  await openFactors(WITH_TOTP, { [CODES]: [json({ codes }, 201)] });
  expect(screen.getByText("8 codes left.")).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Create new codes" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Create new codes" }));
  const list = await screen.findByRole("list", { name: "Recovery codes" });
  expect(
    within(list)
      .getAllByRole("listitem")
      .map(({ textContent }) => textContent),
  ).toEqual(codes);
  await user.click(screen.getByRole("button", { name: "Print" }));
  expect(print).toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(await navigator.clipboard.readText()).toBe("AAAA-BBBB\nCCCC-DDDD");
  await user.click(screen.getByRole("button", { name: "I have stored them" }));
  expect(screen.queryByText("AAAA-BBBB")).toBeNull();
});

test("a browser without passkeys cannot add one", async () => {
  vi.stubGlobal("PublicKeyCredential", undefined);
  await openFactors(FACTORS, {});
  expect(screen.queryByRole("button", { name: "Add a passkey" })).toBeNull();
});
