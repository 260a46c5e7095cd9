/** English: transactions. */

export default {
  title: "Transaction {{id}}",
  from: "From",
  to: "To",
  description: "Description",
  booked: "Booked",
  value_date: "Value date",
  number: "Transaction number",
  status: { label: "Status", booked: "Booked", reversed: "Reversed" },
  reverses: { label: "Reverses", link: "Transaction {{id}}" },
  reversed_by: "This transaction was reversed by <reversal>transaction {{id}}</reversal>.",
  pay_again: "Pay again",
  reverse: {
    open: "Reverse this transaction",
    title: "Reverse transaction {{id}}?",
    effect: "A new transaction moves {{amount}} back. Both stay in the books.",
    action: "Reverse",
    insufficient_funds: "The money has been spent: the account that received it does not hold enough.",
    not_reversible: "This cannot be reversed. Of a loan, later repayments must be reversed first.",
  },
} as const;
