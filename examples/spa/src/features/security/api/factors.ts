/** Queries and mutations for the user's own second factors. A change may ask for a proof first (bank-client/step-up.ts). */

import { useMutation } from "@tanstack/react-query";
import { $api } from "@/lib/api";
import { bank } from "@/lib/bank";
import { unwrap } from "@/lib/bank-client/errors";
import { createPasskey } from "@/lib/bank-client/passkeys";

export function useFactors() {
  return $api.useQuery("get", "/api/users/factors/");
}

/** Creates a passkey under this name. */
export function useAddPasskey() {
  return useMutation({
    mutationFn: async (name: string) => {
      const options = await unwrap(bank.api.POST("/api/users/factors/passkeys/options/"));
      const credential = await createPasskey({ ...options });
      return unwrap(bank.api.POST("/api/users/factors/passkeys/", { body: { name, credential } }));
    },
    onSuccess: () => bank.session.factorAdded(),
  });
}

export function useRemovePasskey() {
  return $api.useMutation("delete", "/api/users/factors/passkeys/{passkey_id}/");
}

/** Gets a new secret for an authenticator. */
export function useStartTotp() {
  return $api.useMutation("post", "/api/users/factors/totp/");
}

/** Enables the authenticator. */
export function useConfirmTotp() {
  return $api.useMutation("post", "/api/users/factors/totp/confirm/", { onSuccess: () => bank.session.factorAdded() });
}

export function useRemoveTotp() {
  return $api.useMutation("delete", "/api/users/factors/totp/");
}

/** Replaces all earlier codes. */
export function useCreateRecoveryCodes() {
  return $api.useMutation("post", "/api/users/factors/recovery-codes/");
}
