"""Account numbers: the check digits catch what people mistype."""

import itertools

from hypothesis import example, given
from hypothesis import strategies as st

from accounts.numbers import check_digits, is_number, new_number

BODIES = st.integers(10**9, 10**10 - 1).map(str)


@given(BODIES)
@example("1000000000")
@example("9999999999")
def test_every_single_wrong_digit_is_caught(body):
    number = body + check_digits(body)
    assert is_number(number)
    for place, digit in itertools.product(range(12), "0123456789"):
        if number[place] != digit:
            assert not is_number(number[:place] + digit + number[place + 1 :]), (number, place, digit)


@given(BODIES)
@example("1234567890")
def test_every_two_different_digits_that_changed_places_are_caught(body):
    number = body + check_digits(body)
    for i, j in itertools.combinations(range(12), 2):
        if number[i] != number[j]:
            digits = list(number)
            digits[i], digits[j] = digits[j], digits[i]
            assert not is_number("".join(digits)), (number, i, j)


def test_a_new_number_is_a_number_of_twelve_digits_and_tells_nothing_of_the_last():
    drawn = [new_number() for _ in range(200)]
    assert all(is_number(number) and len(number) == 12 and number[0] != "0" for number in drawn)
    assert len(set(drawn)) == 200
    assert sorted(drawn) != drawn


def test_what_has_another_form_is_no_number():
    number = new_number()
    arabic = number.translate({ord(digit): 0x660 + int(digit) for digit in "0123456789"})
    for text in ("", number[:-1], f"{number}0", f" {number}", f"{number}\n", f"{number[:4]} {number[4:]}", arabic):
        assert not is_number(text), text
