/** English: transfers. */

export default {
  title: "Transfer",
  title_for: "Transfer for {{name}}",
  step: "Step {{step}} of 3",
  account_not_found: "Account not found.",
  no_account: "There is no account to pay from. A cashier can open one.",
  choose_account: "Open the account that the member pays from, and choose “Transfer from this account”.",
  view_accounts: "View accounts",

  from: "From",
  to: "To",
  description: "Description",
  no_description: "None",
  number: "Transaction number",

  details: {
    title: "New transfer",
    from: "From account",
    from_hint: "Select an account",
    available: "{{amount}} available",
    description: "Description (optional)",
    description_hint: "The recipient sees it.",
    continue: "Continue",
  },
  limit: {
    member: {
      hint: "{{amount}} left of today's limit",
      refusal: "{{amount}} is left of your limit for today.",
    },
    staff: {
      hint: "At most {{amount}} in one payment",
      refusal: "The limit for cashiers is {{amount}}. Please ask a manager.",
    },
  },
  missing: { from: "Please select an account.", to: "Please enter an account number." },
  invalid: {
    digits: "An account number consists of digits.",
    number: "This account number is not valid. Please check the digits.",
    funds: "Insufficient funds: {{amount}} can be paid from this account.",
  },
  error: {
    account_frozen: "One of the two accounts is frozen.",
    account_closed: "One of the two accounts is closed.",
  },
  payee: {
    label: "To account number",
    hint: {
      member: "Type a number, or a name to find your own accounts and earlier payees.",
      staff: "Type the number of the account.",
    },
    own: { member: "Your accounts", staff: "Accounts of the same member" },
    past: "Paid before",
  },
  review: {
    title: "Review",
    own: { member: "Your own account: {{account}}", staff: "Account of the same member: {{account}}" },
    unknown_name: "The name of the owner could not be looked up. Please check the number.",
    execution: "Execution",
    immediate: "Immediate. Payments cannot be cancelled.",
    processing: "Processing…",
    edit: "Edit",
    pay: "Pay now",
  },
  receipt: {
    title: "Payment sent",
    date: "Date",
    again: "Make another payment",
    account: "View account",
  },
} as const;
