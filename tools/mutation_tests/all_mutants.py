"""All mutants, in the order of the report."""

from tools.mutation_tests.cash_mutants import CASH_MUTANTS
from tools.mutation_tests.confirmation_mutants import CONFIRMATION_MUTANTS
from tools.mutation_tests.factor_mutants import FACTOR_MUTANTS
from tools.mutation_tests.loan_mutants import LOAN_MUTANTS
from tools.mutation_tests.money_mutants import MONEY_MUTANTS
from tools.mutation_tests.session_mutants import SESSION_MUTANTS

ALL_MUTANTS = SESSION_MUTANTS + FACTOR_MUTANTS + CONFIRMATION_MUTANTS + MONEY_MUTANTS + CASH_MUTANTS + LOAN_MUTANTS
