/** Second factors for page tests. */

export const FACTORS = {
  totp: { enabled: false, added_at: null as string | null },
  passkeys: [] as object[],
  recovery_codes: { left: 0 },
  required: false,
};

export const WITH_TOTP = {
  ...FACTORS,
  totp: { enabled: true, added_at: "2026-11-01T08:00:00.000000Z" },
  recovery_codes: { left: 8 },
};

export const PHONE = {
  id: 4,
  name: "Phone",
  added_at: "2026-11-01T08:00:00.000000Z",
  last_used_at: null,
  backed_up: true,
};
