/** Buttons to download the receipt of a transaction as PDF, and to print the page. */

import { Button, Group, Stack } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { bank } from "@/lib/bank";
import { downloadFile } from "@/lib/download";
import { ErrorAlert } from "./error-alert";

export function ReceiptButtons({ transaction }: { transaction: number }) {
  const { t } = useTranslation();
  const download = useMutation({
    mutationFn: () => {
      const params = { path: { transaction_id: transaction } };
      const call = bank.api.GET("/api/transactions/{transaction_id}/receipt.pdf", { params, parseAs: "blob" });
      return downloadFile(call, `receipt-${transaction}.pdf`);
    },
    meta: { isRead: true },
  });
  return (
    <Stack gap="sm" className="no-print">
      <ErrorAlert error={download.error} />
      <Group gap="sm">
        <Button
          variant="default"
          leftSection={<IconDownload size={18} aria-hidden />}
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t("download_receipt")}
        </Button>
        <Button variant="default" leftSection={<IconPrinter size={18} aria-hidden />} onClick={() => window.print()}>
          {t("print")}
        </Button>
      </Group>
    </Stack>
  );
}
