"""Random lives of loans, played on the product and on the independent model, and compared after each step.

`LOAN_LIVES=5000` plays more lives over HTTP. A difference is printed with the terms and all steps. Whether the product
or the model is wrong is decided from the documents; what they leave open is in `tests/loans/model/README.md`.
"""

import os

import pytest

from tests.loans.api_bank import ApiBank
from tests.loans.domain_bank import DomainBank
from tests.loans.random_lives import play_life, terms_of_seed

LIVES = int(os.environ.get("LOAN_LIVES", "20"))
DOMAIN_LIVES = 300


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(LIVES))
def test_product_and_model_agree_after_every_step_of_a_random_life(clock, seed):
    terms = terms_of_seed(seed)
    differences = play_life(ApiBank(clock, terms.disbursed_on), terms, seed)
    assert not differences, differences


def test_domain_code_and_model_agree_after_every_step_of_random_lives():
    lives = (play_life(DomainBank(), terms_of_seed(seed), seed) for seed in range(DOMAIN_LIVES))
    assert [differences for differences in lives if differences] == []
