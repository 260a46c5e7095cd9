/** English: the frame of the pages. */

export default {
  address_unknown: {
    title: "Page not found",
    text: "There is no page at this address.",
    link: "Go to the overview",
  },
  cash_desk: "Cash desk",
  idle: {
    title: "Are you still there?",
    text: "For your security you will be signed out in <timer>{{time}}</timer>.",
    stay: "Stay signed in",
  },
  load_error: {
    title: "This page could not be loaded",
    text: "Your data is safe. Please reload the page.",
    reload: "Reload",
  },
  menu: {
    close: "Close menu",
    open: "Open menu",
    name: "Main",
    skip: "Skip to main content",
    accounts: "Accounts",
    audit_log: "Audit log",
    cash_desk: "Cash desk",
    loans: "Loans",
    members: "Members",
    overview: "Overview",
    people: "People",
    reports: "Reports",
    security: "Security",
    till: "Till",
    transfer: "Transfer",
  },
  payments: {
    title: "Payments with unknown status",
    made: "The payment was made.",
    not_made: "The payment was not made. {{error}}",
  },
  user: {
    name: "Your account, {{name}}",
    profile: "Profile",
    appearance: "Appearance",
    scheme: { auto: "System", light: "Light", dark: "Dark" },
  },
} as const;
