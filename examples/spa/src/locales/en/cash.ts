/** English: cash. */

export default {
  title: "Cash",
  kind: { label: "Type of transaction", deposit: "Deposit", withdraw: "Withdraw" },
  amount_in: "Amount in {{currency}}",
  description: "Description (optional)",
  continue: "Continue",

  account: {
    label: "Member's account",
    hint: "Account number or member's name; Enter selects the first result",
    none_found: "No accounts found.",
    frozen: "{{account}}, frozen",
    closed: "{{account}}, closed",
    own: "{{account}}, your own account",
    available: "<money /> available",
    deposits_only: "Accepts deposits only",
    change: "Change account",
  },
  invalid: {
    account: "Please select an account.",
    funds: "Insufficient funds: {{amount}} is available.",
    limit: "The limit for cashiers is {{amount}}. Please ask a manager.",
  },
  confirmation: {
    deposit: {
      question: "Deposit {{amount}} in cash to account {{number}}, {{name}}?",
      action: "Deposit {{amount}}",
    },
    withdraw: {
      question: "Withdraw {{amount}} in cash from account {{number}}, {{name}}?",
      action: "Withdraw {{amount}}",
    },
    description: "Description: {{description}}",
    no_description: "No description.",
    repeat: "Type the amount again",
    repeat_hint: "This is a large amount. Typing it twice finds slips such as an extra zero.",
    not_same: "This is not the same amount.",
    processing: "Processing…",
    back: "Back",
    shortcut: "Ctrl+Enter confirms.",
  },
  receipt: {
    deposited: "Deposited: <money />",
    withdrawn: "Withdrawn: <money />",
    number: "Transaction number",
    date: "Date",
    account: "Account",
    member: "Member",
    balance: "New balance",
    description: "Description",
    next: "New transaction",
    same_member: "Same member again",
  },
} as const;
