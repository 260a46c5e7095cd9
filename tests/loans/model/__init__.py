"""An independent model of a loan, in exact fractions, written from the documents and not from the product's code."""
