"""Search keys are updated with their source texts by every kind of write."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import F, Value
from django.db.models.functions import Concat

from accounts.models import Account
from core.db.search import FoldedField, SearchableModel, folded_fields
from core.db.search_keys import refresh_batch
from core.text import search_key
from tests.api_payments import deposit
from transactions.models import Transaction
from users.models import User


def stored_key(person):
    return User.objects.values_list("full_name_folded", flat=True).get(pk=person.pk)


def test_every_model_with_a_search_key_is_a_searchable_model():
    models = [model for model in apps.get_models() if folded_fields(model)]
    assert {model._meta.db_table for model in models} == {
        "users", "accounts", "loans", "loan_products", "transactions"
    }  # fmt: skip
    assert all(issubclass(model, SearchableModel) for model in models)


def test_search_key_of_a_new_row_is_saved(member):
    assert stored_key(member) == member.full_name_folded == "maria member"
    User.objects.bulk_create([User(email="bulk@example.com", full_name="ÖZTÜRK")])
    assert User.objects.get(email="bulk@example.com").full_name_folded == "öztürk"


def test_search_key_is_saved_with_its_text_without_being_in_update_fields(member):
    member.full_name = "Straße"
    member.save(update_fields=["full_name"])
    assert stored_key(member) == "strasse"
    member.full_name = "Other"
    member.save()
    assert stored_key(member) == "other"


def test_search_key_is_not_written_when_other_fields_are_saved(member, django_assert_num_queries):
    member.phone = "112"
    with django_assert_num_queries(1) as queries:
        member.save(update_fields=["phone"])
    assert "full_name_folded" not in queries.captured_queries[0]["sql"]
    assert stored_key(member) == "maria member"


def test_search_key_is_updated_by_a_queryset_update(member):
    User.objects.filter(pk=member.pk).update(full_name="İNCE", phone="112")
    assert stored_key(member) == "ince"
    User.objects.filter(pk=member.pk).update(phone="113")
    assert stored_key(member) == "ince"


def test_search_key_of_a_text_computed_by_the_database_is_cleared_and_refreshed(member):
    User.objects.filter(pk=member.pk).update(full_name=Concat(F("full_name"), Value(" ÄÖ")))
    assert stored_key(member) is None
    assert refresh_batch(User, 0) == member.pk
    assert stored_key(member) == "maria member äö"
    assert refresh_batch(User, member.pk) is None


def test_refresh_writes_only_outdated_search_keys(member, other_member, django_assert_num_queries):
    with django_assert_num_queries(1):
        refresh_batch(User, 0)
    outdated = User._base_manager.filter(pk=other_member.pk)
    outdated.update(full_name_folded="outdated")
    with django_assert_num_queries(2):
        refresh_batch(User, 0)
    assert stored_key(other_member) == "matthew member"


def test_posting_stores_the_search_key_of_its_description(cashier_client, account):
    assert deposit(cashier_client, account, "1.00", description="ÖZTÜRK Straße").status_code == 201
    assert Transaction.objects.get().description_folded == "öztürk strasse"
    assert Account.objects.get(number=account).name_folded == ""


@pytest.mark.parametrize("text", ["\ufdfa" * 200, "ΐ" * 200, ""], ids=["longest", "three times as long", "empty"])
def test_search_key_of_any_description_can_be_stored(cashier_client, account, text):
    assert deposit(cashier_client, account, "1.00", description=text).status_code == 201
    assert Transaction.objects.get().description_folded == search_key(text)


def test_folded_field_is_deconstructed_with_its_source():
    _, path, args, options = FoldedField(source="name").deconstruct()
    assert (path, args) == ("core.db.search.FoldedField", [])
    assert options == {"max_length": 600, "null": True, "editable": False, "source": "name"}


@pytest.mark.django_db(transaction=True)
def test_command_refreshes_search_keys_written_without_the_models(transactional_db, monkeypatch, capsys):
    monkeypatch.setattr("core.db.search_keys.BATCH", 2)
    names = ["Öztürk", "Straße", "École", "Σίσυφος", "plain"]
    people = User.objects.bulk_create(User(email=f"m{n}@example.com", full_name=name) for n, name in enumerate(names))
    User._base_manager.filter(pk__in=[people[0].pk, people[3].pk]).update(full_name_folded=None)
    User._base_manager.filter(pk=people[2].pk).update(full_name_folded="the old name")
    for _ in range(2):
        call_command("refresh_search_keys")
        assert [stored_key(person) for person in people] == ["öztürk", "strasse", "école", "σίσυφοσ", "plain"]
    assert capsys.readouterr().out == "The search keys are up to date.\n" * 2
