"""The admin's session store: sync and async methods store only the hash of the session key."""

import hashlib
import inspect

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session

from backoffice.session_store import SessionStore
from core.exceptions import Unavailable
from tests.database_errors import failing

pytestmark = pytest.mark.django_db


def hashed_key(key):
    return hashlib.sha256(key.encode()).hexdigest()[:40]


def call(store, name, *args, form="async"):
    """Calls a method of the store in its sync or async form."""
    if form == "async":
        return async_to_sync(getattr(store, f"a{name}"))(*args)
    return getattr(store, name)(*args)


@pytest.fixture(params=["sync", "async"])
def form(request):
    return request.param


@pytest.fixture
def saved(form):
    """A session with one value, saved by the method of this form."""
    store = SessionStore()
    store["who"] = "me"
    call(store, "save", form=form)
    return store


def test_save_and_create_write_the_hash_of_the_key(saved, form):
    assert [row.session_key for row in Session.objects.all()] == [hashed_key(saved.session_key)]
    other = SessionStore()
    call(other, "create", form=form)
    assert {row.session_key for row in Session.objects.all()} == {
        hashed_key(saved.session_key),
        hashed_key(other.session_key),
    }


def test_model_instance_has_the_hash_of_the_key(form):
    store = SessionStore()
    store["who"] = "me"
    row = call(store, "create_model_instance", {}, form=form)
    assert row.session_key == hashed_key(store.session_key)


def test_load_finds_a_session_by_its_key_and_not_by_the_hash(saved, form):
    assert call(SessionStore(saved.session_key), "load", form=form) == {"who": "me"}
    wrong_store = SessionStore(hashed_key(saved.session_key))
    assert call(wrong_store, "load", form=form) == {}
    assert wrong_store.session_key is None


def test_expired_session_is_not_found(saved, form):
    Session.objects.update(expire_date="2000-01-01T00:00:00Z")
    assert call(SessionStore(saved.session_key), "load", form=form) == {}


def test_exists_finds_a_session_by_its_key_and_not_by_the_hash(saved, form):
    assert call(SessionStore(), "exists", saved.session_key, form=form)
    assert not call(SessionStore(), "exists", hashed_key(saved.session_key), form=form)


@pytest.mark.parametrize("given", [True, False], ids=["key as argument", "own key"])
def test_delete_deletes_only_the_session_of_the_key(saved, form, given):
    other = SessionStore()
    call(other, "create", form=form)
    call(SessionStore(), "delete", hashed_key(saved.session_key), form=form)
    call(SessionStore(), "delete", form=form)
    assert Session.objects.count() == 2
    store = SessionStore() if given else SessionStore(saved.session_key)
    call(store, "delete", *([saved.session_key] if given else []), form=form)
    assert [row.session_key for row in Session.objects.all()] == [hashed_key(other.session_key)]


def test_cycle_key_and_flush_leave_no_old_row(saved, form):
    old = saved.session_key
    call(saved, "cycle_key", form=form)
    call(saved, "save", form=form)
    assert saved.session_key != old
    assert [row.session_key for row in Session.objects.all()] == [hashed_key(saved.session_key)]
    assert call(SessionStore(saved.session_key), "load", form=form) == {"who": "me"}
    call(saved, "flush", form=form)
    assert not Session.objects.exists()


def test_clear_expired_deletes_expired_sessions(saved, form):
    Session.objects.update(expire_date="2000-01-01T00:00:00Z")
    call(saved, "clear_expired", form=form)
    assert not Session.objects.exists()


def test_saving_a_deleted_session_raises_update_error(saved, form):
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        call(saved, "save", form=form)


@pytest.mark.parametrize("error", [(1213, "Deadlock found"), (1290, "read-only"), ("database is locked",)], ids=str)
def test_saving_to_a_database_that_cannot_write_raises_unavailable(saved, form, error):
    """Django would report a deleted session, which is a 400."""
    with failing("UPDATE", *error), pytest.raises(Unavailable) as raised:
        call(saved, "save", form=form)
    assert str(error[-1]) in raised.value.reason


def test_session_store_defines_both_forms_of_every_method():
    """The test also detects methods that a later Django version adds to its store."""
    own_methods = {
        name for name, _ in inspect.getmembers(SessionStore, inspect.isfunction) if name in vars(SessionStore)
    }
    for name in own_methods - {"_rows", "_known"}:
        other = f"_a{name[1:]}" if name.startswith("_") else f"a{name}"
        is_async = inspect.iscoroutinefunction(getattr(SessionStore, name))
        assert is_async or other in own_methods, name
    key_methods = {"load", "exists", "create", "create_model_instance", "save", "delete", "clear_expired", "cycle_key"}
    assert {name for name in vars(DatabaseStore) if not name.startswith("_")} - {"model", "get_model_class"} == {
        method for name in key_methods - {"cycle_key"} for method in (name, f"a{name}")
    }
    assert "cycle_key" in vars(SessionBase)
