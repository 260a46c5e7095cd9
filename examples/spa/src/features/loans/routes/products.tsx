/** The loan products for managers: list, create and change. */

import { Badge, Button, Paper } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { i18n } from "@/lib/i18n";
import { formatMoney, formatRate } from "@/utils/format";
import { useProductPages } from "../api/products";
import { ProductDialog } from "../components/product-dialog";
import type { LoanProduct } from "../utils/product-draft";

export function LoanProductsPage() {
  const { t } = useTranslation("loans");
  const [edited, setEdited] = useState<LoanProduct | "new" | null>(null);
  const list = useProductPages();
  return (
    <Page
      title={t("loan_products")}
      aside={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited("new")}>
          {t("products.new")}
        </Button>
      }
    >
      <QueryResult query={list}>
        {({ pages }) => (
          <Paper withBorder p={{ base: "md", sm: "lg" }}>
            <Rows label={t("loan_products")} empty={t("products.empty")}>
              {pages
                .flatMap(({ results }) => results)
                .map((product) => (
                  <Row
                    key={product.id}
                    title={product.name}
                    note={describe(product)}
                    amountNote={!product.is_active && <Badge color="gray">{t("products.not_offered")}</Badge>}
                    action={
                      <Button
                        variant="default"
                        size="xs"
                        onClick={() => setEdited(product)}
                        aria-label={t("products.change_product", { name: product.name })}
                      >
                        {t("products.change")}
                      </Button>
                    }
                  />
                ))}
            </Rows>
          </Paper>
        )}
      </QueryResult>
      <InfiniteListFooter list={list} />
      <ProductDialog product={edited} onClose={() => setEdited(null)} />
    </Page>
  );
}

function describe(product: LoanProduct): string {
  const { annual_rate, min_amount, max_amount, min_term_months, max_term_months, currency } = product;
  return i18n.t("loans:products.described", {
    rate: formatRate(annual_rate),
    from: formatMoney(min_amount, currency ?? "USD"),
    to: formatMoney(max_amount, currency ?? "USD"),
    months: i18n.t("loans:month_range", { min: min_term_months, count: max_term_months }),
  });
}
