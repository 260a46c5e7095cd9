"""Compiled queries find the rows of their querysets, and run the text that was compiled for their shape."""

import pytest
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.signals import post_init
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from core.db import compiled_query
from core.db.compiled_query import CompiledQuery
from users.models import User

pytestmark = pytest.mark.django_db


def all_users():
    return User.objects.all()


def names_of_users():
    return User.objects.only("full_name").annotate(shown=F("full_name"), two=Value(2))


def accounts_with_owner():
    return Account.objects.select_related("owner", "cashier")


def no_users():
    return User.objects.none()


def versions_between(rows, _names, values):
    return rows.filter(session_version__range=values)


def versions_in(rows, _names, values):
    return rows.filter(session_version__in=values)


@pytest.fixture
def people(db):
    return [User.objects.create_user(f"p{n}@example.com", full_name=f"Person {n}", session_version=n) for n in range(5)]


@pytest.fixture(autouse=True)
def _no_statements():
    compiled_query._statement.cache_clear()


def statements(read):
    with CaptureQueriesContext(connection) as captured:
        rows = list(read())
    return rows, [query["sql"] for query in captured]


QUERIES = {
    "all": lambda rows: rows.order_by("-pk"),
    "a page": lambda rows: rows.order_by("pk")[:2],
    "equal text": lambda rows: rows.filter(email="p2@example.com"),
    "equal number": lambda rows: rows.filter(session_version=2),
    "two values": lambda rows: rows.filter(session_version__gt=1, role="member").order_by("-id"),
    "a range": lambda rows: rows.apply(versions_between, 1, 3).order_by("id"),
    "a list": lambda rows: rows.apply(versions_in, 3, 1).order_by("id"),
    "some given": lambda rows: rows.filter_given(role="member", is_active=None).order_by("id")[:3],
    "none given": lambda rows: rows.filter_given(role=None).order_by("id"),
    "nothing found": lambda rows: rows.filter(email="%"),
    "part of a text": lambda rows: rows.filter(email__contains="2@"),
    "text for a number": lambda rows: rows.filter(session_version="2"),
    "a condition": lambda rows: rows.filter(Q(session_version=1) | Q(session_version=2), role="member").order_by("id"),
    "a boolean": lambda rows: rows.filter(is_active=True).order_by("id"),
    "an integer beyond the column": lambda rows: rows.filter(id__gt=2**70),
    "an integer below the column": lambda rows: rows.filter(id__gt=-(2**70)).order_by("id"),
    "no rows": lambda rows: rows.none(),
    "rows after an offset": lambda rows: rows.order_by("id")[2:4],
}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("build", [all_users, names_of_users])
@pytest.mark.usefixtures("people")
def test_rows_and_statement_are_those_of_the_queryset(name, build):
    compiled, plain = CompiledQuery(build), build()
    ordinary = QuerySetLike(plain)
    for _ in range(2):  # by the first query of its shape, and by its text
        rows, run = statements(lambda: QUERIES[name](compiled))
        expected, expected_run = statements(lambda: QUERIES[name](ordinary))

        assert run == expected_run
        assert [vars_of(row) for row in rows] == [vars_of(row) for row in expected]


class QuerySetLike:
    """A queryset with the methods of a compiled query, each by Django alone."""

    def __init__(self, rows):
        self.rows = rows

    def __getattr__(self, name):
        return lambda *args, **lookups: QuerySetLike(getattr(self.rows, name)(*args, **lookups))

    def __getitem__(self, part):
        return self.rows[part]

    def __iter__(self):
        return iter(self.rows)

    def apply(self, function, *values):
        return QuerySetLike(function(self.rows, (), values))

    def filter_given(self, **lookups):
        return QuerySetLike(self.rows.filter(**{name: value for name, value in lookups.items() if value is not None}))


def vars_of(row):
    """All that an instance has, with the related instances and the state."""
    if row is None:
        return None
    own = {name: value for name, value in vars(row).items() if name != "_state"}
    related = {name: vars_of(each) for name, each in row._state.fields_cache.items()}
    return type(row), own, related, row._state.db, row._state.adding


def test_statement_is_compiled_once_for_each_shape(people):
    rows = CompiledQuery(all_users)
    for person in people:
        assert list(rows.filter(id=person.pk)) == [person]
    assert compiled_query._statement.cache_info().misses == 1

    list(rows.filter(id__lt=1))

    assert compiled_query._statement.cache_info().misses == 2


def test_value_that_django_changes_is_not_put_into_a_compiled_statement(people):
    rows = CompiledQuery(all_users)

    for part, person in (("p1@", people[1]), ("%", None), ("p3@", people[3])):
        assert list(rows.filter(email__contains=part)) == ([person] if person else [])


def test_related_rows_are_those_of_the_queryset(people):
    for number, owner in enumerate([people[0], None, people[0]]):
        Account.objects.create(number=f"{number:012}", owner=owner, type="savings", currency="USD")

    rows = CompiledQuery(accounts_with_owner).order_by("id")

    assert [vars_of(row) for row in rows] == [vars_of(row) for row in rows.queryset()]
    with CaptureQueriesContext(connection) as captured:
        assert [account.owner for account in rows[:]][-3:] == [people[0], None, people[0]]
    assert len(captured) == 1


def test_column_that_was_not_read_is_read_later(people):
    person = CompiledQuery(names_of_users).filter(id=people[3].pk).first()

    assert person.get_deferred_fields() >= {"email", "role"}
    assert person.email == "p3@example.com"


def test_instance_can_be_saved(people):
    person = CompiledQuery(all_users).filter(id=people[3].pk).first()
    person.full_name = "Changed"
    person.save()

    assert User.objects.get(pk=person.pk).full_name == "Changed"
    assert User.objects.count() == len(people)


def test_query_that_can_match_no_row_runs_no_statement(people):
    _, run = statements(lambda: CompiledQuery(no_users).filter(id=1))

    assert run == []


def test_models_with_receivers_of_the_init_signals_are_made_by_django(people):
    made = []

    def receive(instance, **_):
        made.append(instance)

    post_init.connect(receive, sender=User)
    try:
        rows = list(CompiledQuery(names_of_users).order_by("id"))
    finally:
        post_init.disconnect(receive, sender=User)

    assert made == rows
    assert [row.shown for row in rows] == [row.full_name for row in rows]
