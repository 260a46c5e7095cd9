/** English: the vault. */

export default {
  account: "Source",
  account_pay_out: "Recipient",
  available: "{{amount}} in the vault.",
  description: "Description",
  description_note: "For example the number of the cash box or of the receipt.",
  missing_description: "Please enter a description.",
  pay_out: "Pay out cash",
  pay_out_title: "Pay cash out of the vault",
  paid_out: "{{amount}} was paid out of the vault.",
  receive: "Receive cash",
  receive_title: "Receive cash into the vault",
  received: "{{amount}} was received into the vault.",
  title: "Cash of the vault",
  title_note: "Between the vault and the bank's owners, or its account at another bank.",
  too_much: "Only {{amount}} is in the vault.",

  source: { bank: "Account at another bank", equity: "The bank's owners" },
} as const;
