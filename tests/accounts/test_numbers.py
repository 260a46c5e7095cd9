"""Account numbers: the check digits detect typing errors."""

import itertools

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.numbers import check_digits, is_number, new_number

BODIES = st.integers(10**9, 10**10 - 1).map(str)


@given(BODIES)
@example("1000000000")
@example("9999999999")
def test_check_digits_detect_every_single_wrong_digit(body):
    number = body + check_digits(body)
    assert is_number(number)
    for place, digit in itertools.product(range(12), "0123456789"):
        if number[place] != digit:
            assert not is_number(number[:place] + digit + number[place + 1 :]), (number, place, digit)


@pytest.mark.slow
@given(BODIES)
@example("1234567890")
def test_check_digits_detect_every_transposition_of_two_digits(body):
    number = body + check_digits(body)
    for i, j in itertools.combinations(range(12), 2):
        if number[i] != number[j]:
            digits = list(number)
            digits[i], digits[j] = digits[j], digits[i]
            assert not is_number("".join(digits)), (number, i, j)


def test_new_account_numbers_have_twelve_digits_and_are_not_sequential():
    drawn = [new_number() for _ in range(200)]
    assert all(is_number(number) and len(number) == 12 and number[0] != "0" for number in drawn)
    assert len(set(drawn)) == 200
    assert sorted(drawn) != drawn


def test_text_in_another_format_is_not_an_account_number():
    number = new_number()
    arabic = number.translate({ord(digit): 0x660 + int(digit) for digit in "0123456789"})
    for text in ("", number[:-1], f"{number}0", f" {number}", f"{number}\n", f"{number[:4]} {number[4:]}", arabic):
        assert not is_number(text), text
