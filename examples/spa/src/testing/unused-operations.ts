/** The operations of the API that this application does not call, and why. A test compares them with the source. */

export const UNUSED_OPERATIONS: Record<string, string> = {
  "GET /api/accounts/{number}/statement.csv": "The same file as statement/?format=csv, which is called.",
  "GET /api/accounts/{number}/statement.pdf": "The same file as statement/?format=pdf, which is called.",
  "GET /api/loans/products/{product_id}/": "Each product in the list has all its fields.",
  "GET /api/transactions/": "Movements are shown by account (entries/), with the balance after each.",
  "GET /api/transactions/{transaction_id}/": "The receipt has the same fields, and the names.",
  "GET /api/users/auth/check/": "me/ says who is signed in, too, with the name.",
};
