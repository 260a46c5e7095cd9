"""Other notations of one e-mail address, as written by keyboards, phones and attackers."""


def email_variants(email):
    wide = "".join(chr(ord(character) + 0xFEE0) for character in email)
    return [email.upper(), f"  {email} \t", email.title(), wide, wide.upper()]
