"""Random lives of loans, played over HTTP and on the independent model of `tests/loans/model`, compared at each step.

`LOAN_LIVES=5000` plays more lives. A difference is printed with the terms and all steps. Whether the product or the
model is wrong is decided from the documents; what they leave open is in `tests/loans/model/README.md`.
"""

import os

import pytest

from tests.loans.api_bank import ApiBank
from tests.loans.random_lives import play_life, terms_of_seed

# None until the product has prepayment, payoff, late fees and recoveries; then 20, which take five seconds.
LIVES = int(os.environ.get("LOAN_LIVES", "0"))


@pytest.mark.skipif(not LIVES, reason="the product does not have these operations yet: LOAN_LIVES=20")
@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(max(LIVES, 1)))
def test_product_and_model_agree_after_every_step_of_a_random_life(clock, seed):
    terms = terms_of_seed(seed)
    differences = play_life(ApiBank(clock, terms.disbursed_on), terms, seed)
    assert not differences, differences
