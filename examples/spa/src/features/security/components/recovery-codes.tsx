/** Recovery codes: how many are left, and new ones, which are shown once. */

import { Alert, Button, CopyButton, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { useCreateRecoveryCodes } from "../api/factors";

export function RecoveryCodes({ left }: { left: number }) {
  const { t } = useTranslation(["security", "common"]);
  const create = useCreateRecoveryCodes();
  const renew = () => {
    if (left === 0) return create.mutate({});
    modals.openConfirmModal({
      title: t("codes.renewal_title"),
      children: <Text>{t("codes.renewal_text")}</Text>,
      labels: { confirm: t("codes.renew"), cancel: t("common:cancel") },
      onConfirm: () => create.mutate({}),
    });
  };
  return (
    <Section title={t("codes.title")} note={t("codes.note")}>
      <ErrorAlert error={create.error} />
      {create.data ? (
        <NewCodes codes={create.data.codes} onClose={create.reset} />
      ) : (
        <>
          <Text>{left === 0 ? t("codes.none") : t("codes.left", { count: left })}</Text>
          <Button w="fit-content" {...(left > 0 && { variant: "default" })} loading={create.isPending} onClick={renew}>
            {t(left === 0 ? "codes.create" : "codes.renew")}
          </Button>
        </>
      )}
    </Section>
  );
}

function NewCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const { t } = useTranslation(["security", "common"]);
  return (
    <Stack>
      <Alert color="yellow" role="status" title={t("codes.store_title")}>
        {t("codes.store_text")}
      </Alert>
      <SimpleGrid component="ul" cols={{ base: 1, xs: 2 }} m={0} p={0} spacing="xs" aria-label={t("codes.title")}>
        {codes.map((code) => (
          <Text key={code} component="li" ff="monospace" fz="lg" style={{ listStyle: "none" }}>
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group className="no-print">
        <Button variant="default" onClick={() => window.print()}>
          {t("common:print")}
        </Button>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} aria-live="polite">
              {t(copied ? "copied" : "codes.copy")}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>{t("codes.stored")}</Button>
      </Group>
    </Stack>
  );
}
