/** An e-mail address and a phone number in one line. */

export function ContactLine({ email, phone }: { email: string; phone: string }) {
  return (
    <>
      <bdi>{email}</bdi>
      {phone && " · "}
      {phone && <bdi>{phone}</bdi>}
    </>
  );
}
