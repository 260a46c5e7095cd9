/** The paths of all pages. Links and routes use these, so that a path is changed in one place. */

export const paths = {
  overview: "/",
  signIn: "/sign-in",
  forgotPassword: "/forgot-password",
  /** The links in mails (docs/spa.md). */
  resetPassword: "/reset-password",
  confirmRegistration: "/confirm-registration",
  confirmEmail: "/confirm-email",
  register: "/register",
  profile: "/profile",
  security: "/security",
  /** Second factors: passkeys, an authenticator and recovery codes. */
  factors: "/security/factors",
  changePassword: "/change-password",
  accounts: "/accounts",
  account: (number: string) => `/accounts/${number}`,
  transfer: "/transfer",
  transferFrom: (number: string) => `/transfer?from=${number}`,
  cashDesk: "/counter",
  till: "/till",
  members: "/members",
  member: (id: number) => `/members/${id}`,
  people: "/people",
  person: (id: number) => `/people/${id}`,
  reports: "/reports",
  report: (name: string) => `/reports/${name}`,
  auditLog: "/audit-log",
  auditLogOf: (user: number) => `/audit-log?user=${user}`,
  transaction: (id: number) => `/transactions/${id}`,
  loans: "/loans",
  applyForLoan: "/loans/apply",
  loanProducts: "/loans/products",
  loan: (id: number) => `/loans/${id}`,
  /** The former address of the security page. */
  sessions: "/sessions",
} as const;

/** The patterns of the paths with parameters, for the router. */
export const patterns = {
  account: "/accounts/:number",
  loan: "/loans/:id",
  transaction: "/transactions/:id",
  member: "/members/:id",
  person: "/people/:id",
  report: "/reports/:name",
} as const;
