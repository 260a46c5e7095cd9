/** Short names for the API's objects. */

import type { components } from "@/lib/bank-client/schema";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Entry = Schemas["Entry"];
export type Instalment = Schemas["Instalment"];
export type Loan = Schemas["Loan"];
export type LoanStatus = Loan["status"];
export type Person = Schemas["Person"];
export type Role = Schemas["RoleEnum"];
export type Session = Schemas["Session"];
export type Transaction = Schemas["Transaction"];
