"""Rounding of exact figures to minor units."""


def divide_half_even(numerator: int, denominator: int) -> int:
    """The quotient rounded to an integer, half to even; the denominator is positive."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        return quotient + 1
    return quotient
