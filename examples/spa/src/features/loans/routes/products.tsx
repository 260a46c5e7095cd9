/** The loan products for managers: list, create and change. */

import { Badge, Button, Paper, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { InfiniteListFooter } from "@/components/ui/infinite-list-footer";
import { Page } from "@/components/ui/page";
import { QueryResult } from "@/components/ui/query-result";
import { Row, Rows } from "@/components/ui/rows";
import { formatMoney } from "@/utils/format";
import { useProductPages } from "../api/products";
import { ProductDialog } from "../components/product-dialog";
import type { LoanProduct } from "../utils/product-draft";

export function LoanProductsPage() {
  const [edited, setEdited] = useState<LoanProduct | "new" | null>(null);
  const list = useProductPages();
  return (
    <Page
      title="Loan products"
      aside={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setEdited("new")}>
          New product
        </Button>
      }
    >
      <QueryResult query={list}>
        {({ pages }) => (
          <Paper withBorder p={{ base: "md", sm: "lg" }}>
            <Rows label="Loan products" empty="There are no loan products.">
              {pages
                .flatMap(({ results }) => results)
                .map((product) => (
                  <Row
                    key={product.id}
                    title={product.name}
                    note={describe(product)}
                    amountNote={!product.is_active && <Badge color="gray">Not offered</Badge>}
                    action={
                      <Button variant="default" size="xs" onClick={() => setEdited(product)}>
                        Change
                        <VisuallyHidden>, {product.name}</VisuallyHidden>
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
  const amounts = `${formatMoney(min_amount, currency ?? "USD")} to ${formatMoney(max_amount, currency ?? "USD")}`;
  return `${annual_rate}% per year · ${amounts} · ${min_term_months} to ${max_term_months} months`;
}
