/** Shows the API's messages for invalid input at the fields of a form. */

import type { UseFormReturnType } from "@mantine/form";
import { BankError, fieldErrors } from "@/lib/bank-client/errors";

/** Returns whether all of the API's messages belong to fields of this form. The first field gets the focus. */
export function showFieldErrors<T>(form: UseFormReturnType<T>, error: unknown): boolean {
  if (!(error instanceof BankError)) return false;
  const messages = fieldErrors(error);
  const names = Object.keys(messages).filter((name) => name in (form.getValues() as object));
  form.setErrors(Object.fromEntries(names.map((name) => [name, messages[name]])));
  if (names[0]) form.getInputNode(names[0] as never)?.focus();
  return names.length > 0 && names.length === Object.keys(messages).length;
}

/** The field that gets the focus after a failed validation. */
export function focusFirstError<T>(form: UseFormReturnType<T>): (errors: object) => void {
  return (errors) => {
    const [first] = Object.keys(errors);
    if (first) form.getInputNode(first as never)?.focus();
  };
}
