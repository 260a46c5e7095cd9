/** Recovery codes: how many are left, and new ones, which are shown once. */

import { Alert, Button, CopyButton, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { ErrorAlert } from "@/components/ui/error-alert";
import { Section } from "@/components/ui/section";
import { pluralize } from "@/utils/pluralize";
import { useCreateRecoveryCodes } from "../api/factors";

export function RecoveryCodes({ left }: { left: number }) {
  const create = useCreateRecoveryCodes();
  const renew = () => {
    if (left === 0) return create.mutate({});
    modals.openConfirmModal({
      title: "Create new recovery codes?",
      children: <Text>The codes that you have printed or stored before do not work any more.</Text>,
      labels: { confirm: "Create new codes", cancel: "Cancel" },
      onConfirm: () => create.mutate({}),
    });
  };
  return (
    <Section
      title="Recovery codes"
      note="For the case that you lose your device. Each signs you in once, after your password."
    >
      <ErrorAlert error={create.error} />
      {create.data ? (
        <NewCodes codes={create.data.codes} onClose={create.reset} />
      ) : (
        <>
          <Text>{left === 0 ? "You have no recovery codes." : `${pluralize(left, "code")} left.`}</Text>
          <Button w="fit-content" {...(left > 0 && { variant: "default" })} loading={create.isPending} onClick={renew}>
            {left === 0 ? "Create recovery codes" : "Create new codes"}
          </Button>
        </>
      )}
    </Section>
  );
}

function NewCodes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  return (
    <Stack>
      <Alert color="yellow" role="status" title="Store these codes now">
        They are not shown again. Print them, or keep them in a password manager, and not on the device that they
        replace.
      </Alert>
      <SimpleGrid component="ul" cols={{ base: 1, xs: 2 }} m={0} p={0} spacing="xs" aria-label="Recovery codes">
        {codes.map((code) => (
          <Text key={code} component="li" ff="monospace" fz="lg" style={{ listStyle: "none" }}>
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group className="no-print">
        <Button variant="default" onClick={() => window.print()}>
          Print
        </Button>
        <CopyButton value={codes.join("\n")}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} aria-live="polite">
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onClose}>I have stored them</Button>
      </Group>
    </Stack>
  );
}
