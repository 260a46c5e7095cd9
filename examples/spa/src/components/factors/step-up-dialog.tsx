/** Asks for a second factor where the API demands one before it accepts a request (lib/bank-client/step-up.ts). */

import { Button, Group, Modal } from "@mantine/core";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { bank } from "@/lib/bank";
import { ConfirmationPrompt } from "./confirmation-prompt";
import { ProofPrompt } from "./proof-prompt";

export function StepUpDialog() {
  const { t } = useTranslation();
  const prompt = useSyncExternalStore(bank.stepUp.subscribe, bank.stepUp.current);
  const [title, setTitle] = useState("");
  // The next user must not answer this user's requests.
  useEffect(() => () => bank.stepUp.cancelAll(), []);
  const cancel = (
    <Group justify="flex-end">
      <Button variant="default" onClick={() => bank.stepUp.cancel()}>
        {t("cancel")}
      </Button>
    </Group>
  );
  return (
    <Modal
      opened={prompt !== null}
      onClose={() => bank.stepUp.cancel()}
      title={title}
      closeOnClickOutside={false}
      // Above the dialog that the request was sent from.
      zIndex={400}
    >
      {prompt?.kind === "confirmation" && (
        <ConfirmationPrompt key={JSON.stringify(prompt)} request={prompt.request} onTitle={setTitle}>
          {cancel}
        </ConfirmationPrompt>
      )}
      {prompt?.kind === "proof" && <ProofPrompt onTitle={setTitle}>{cancel}</ProofPrompt>}
    </Modal>
  );
}
