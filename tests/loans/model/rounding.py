"""The one rounding of the model: half to even, to a multiple of minor units."""

from fractions import Fraction


def round_half_even(value: Fraction | int, multiple: int = 1) -> int:
    """`value` rounded to the nearest multiple; of two equally near ones, to the even one."""
    quotient = Fraction(value) / multiple
    whole, rest = divmod(quotient.numerator, quotient.denominator)
    twice = 2 * rest
    if twice > quotient.denominator or (twice == quotient.denominator and whole % 2):
        whole += 1
    return whole * multiple
