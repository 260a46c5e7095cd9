/** English: till. */

export default {
  title: "Till",
  vault: "Vault",
  own: "Your till",
  all: "All tills",
  none: "No tills yet.",

  count: {
    title: "Count your till",
    note: "A difference from the balance is recorded.",
    counted: "Counted",
    record: "Record the count",
    right: "The count is right: {{expected}}.",
    short: "{{difference}} short. Expected: {{expected}}. The difference is recorded.",
    over: "{{difference}} over. Expected: {{expected}}. The difference is recorded.",
  },
  transfer: {
    fund: {
      open: "Fund",
      open_for: "Fund the till of {{name}}",
      title: "From the vault to the till",
      available: "{{name}}. {{amount}} in the vault.",
      action: "Fund the till",
    },
    return: {
      open: "Return",
      open_for: "Return from the till of {{name}}",
      title: "From the till to the vault",
      available: "{{name}}. {{amount}} in the till.",
      action: "Return to the vault",
    },
    too_much: "Only {{amount}} is there.",
  },
} as const;
