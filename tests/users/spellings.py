"""Other spellings of one e-mail address, as keyboards, phones and attackers write them."""


def spellings(email):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in email)
    return [email.upper(), f"  {email} \t", email.title(), wide, wide.upper()]
