/** The paths of all pages. Links and routes use these, so that a path is changed in one place. */

export const paths = {
  overview: "/",
  signIn: "/sign-in",
  accounts: "/accounts",
  account: (number: string) => `/accounts/${number}`,
  transfer: "/transfer",
  transferFrom: (number: string) => `/transfer?from=${number}`,
  cashDesk: "/counter",
  transaction: (id: number) => `/transactions/${id}`,
  loans: "/loans",
  loan: (id: number) => `/loans/${id}`,
  sessions: "/sessions",
} as const;

/** The patterns of the paths with parameters, for the router. */
export const patterns = {
  account: "/accounts/:number",
  loan: "/loans/:id",
  transaction: "/transactions/:id",
} as const;
