"""Other spellings of one e-mail address, as keyboards, phones and attackers write them."""


def email_variants(email):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in email)
    return [email.upper(), f"  {email} \t", email.title(), wide, wide.upper()]
