"""Free text in request bodies: it is normalized, restricted to one printable line, and bounded after normalization."""

import pytest
from rest_framework import serializers

import core.api.serializers
from accounts.models import Account
from audit.models import AuditEvent
from bankportal import urls  # noqa: F401 (all views, and so all serializers, are imported)
from core.api.serializers import NormalizedField, StrictSerializer
from loans.models import Loan, Product
from tests.api_payments import deposit, idempotency_headers, reverse, transfer, withdraw
from tests.loan_factories import PRODUCT, create_loan, create_product
from transactions.models import Transaction
from users.authentication.serializers import PasswordField
from users.serializers import NewEmailField

KEPT = "Café 1\u00a0000 € 10\u202f000 1\u2007000 علی\u200cرضا ශ\u0dca\u200dරී 👨\u200d👩\u200d👧 ❤\ufe0f"
REFUSED = ["a\nb", "a\tb", "a\0b", "a\u2028b", "a\u200eb", "a\u202eb", "a\u2066b", "a\ud83db"]


class TextInputs:
    """Sends a text in each text field; returns the response and a function that reads the stored text."""

    def __init__(self, request):
        self.cashier_client, self.manager_client = (
            request.getfixturevalue(name) for name in ("cashier_client", "manager_client")
        )
        self.member, self.cashier, self.manager = (request.getfixturevalue(n) for n in ("member", "cashier", "manager"))
        self.member_client = request.getfixturevalue("signed_in")(self.member)
        self.number, self.other = (request.getfixturevalue(name) for name in ("account", "other_account"))
        self.product = create_product(name="Standing")

    def money(self):
        assert deposit(self.cashier_client, self.number, "50.00").status_code == 201

    def deposit(self, text):
        return deposit(self.cashier_client, self.number, "1.00", description=text), _last(Transaction, "description")

    def withdrawal(self, text):
        self.money()
        return withdraw(self.cashier_client, self.number, "1.00", description=text), _last(Transaction, "description")

    def transfer(self, text):
        self.money()
        return transfer(self.member_client, self.number, self.other, "1.00", description=text), _last(
            Transaction, "description"
        )

    def reversal(self, text):
        self.money()
        return reverse(self.manager_client, Transaction.objects.latest("id").pk, reason=text), _last(
            Transaction, "description"
        )

    def account_name(self, text):
        body = {"owner": self.member.pk, "type": "current", "name": text}
        return self.cashier_client.post("/api/accounts/", body), _last(Account, "name")

    def freezing(self, text):
        response = self.manager_client.post(f"/api/accounts/{self.other}/freeze/", {"reason": text})
        Account.objects.update(status="active")
        return response, lambda: AuditEvent.objects.latest("id").details["reason"]

    def purpose(self, text):
        body = {"product": self.product.pk, "amount": "500", "term_months": 6, "account": self.number, "purpose": text}
        Loan.objects.all().delete()
        return self.member_client.post("/api/loans/", body), _last(Loan, "purpose")

    def approval(self, text):
        return self.decision("approve", note=text), _last(Loan, "decision_note")

    def rejection(self, text):
        return self.decision("reject", reason=text), _last(Loan, "decision_note")

    def decision(self, name, **body):
        Loan.objects.filter(status="applied").delete()  # because a member may have at most five open applications
        loan = create_loan(self.member, self.number, "applied", decided_by=self.manager, paid_out_by=self.cashier)
        return self.manager_client.post(f"/api/loans/{loan.pk}/{name}/", body)

    def write_off(self, text):
        loan = create_loan(self.member, self.number, "active", decided_by=self.manager, paid_out_by=self.cashier)
        path = f"/api/loans/{loan.pk}/write-off/"
        return self.manager_client.post(path, {"reason": text}, headers=idempotency_headers()), _last(
            Transaction, "description"
        )

    def product_name(self, text):
        return self.manager_client.post("/api/loans/products/", {**PRODUCT, "name": text}), _last(Product, "name")


def _last(model, name):
    return lambda: getattr(model.objects.latest("id"), name)


# By method: the field's name, its maximum length, and whether it may be empty.
FIELDS = {
    "deposit": ("description", 200, True),
    "withdrawal": ("description", 200, True),
    "transfer": ("description", 200, True),
    "reversal": ("reason", 200, False),
    "account_name": ("name", 100, True),
    "freezing": ("reason", 200, False),
    "purpose": ("purpose", 200, False),
    "approval": ("note", 200, True),
    "rejection": ("reason", 200, False),
    "write_off": ("reason", 200, False),
    "product_name": ("name", 100, False),
}


@pytest.fixture
def inputs(request):
    return TextInputs(request)


def stored(sent):
    response, read = sent
    assert response.status_code in {200, 201}, response.content
    return read()


def test_text_is_stored_in_nfc(inputs):
    for field in FIELDS:
        assert stored(getattr(inputs, field)("Cafe\u0301 Mu\u0308ller 가")) == "Café Müller 가", field


def test_no_break_spaces_joiners_and_emoji_are_kept(inputs):
    for field in FIELDS:
        assert stored(getattr(inputs, field)(KEPT)) == KEPT, field


def test_invisible_characters_of_copied_text_are_dropped(inputs):
    for field in FIELDS:
        assert stored(getattr(inputs, field)("\ufeffsoft\u00adhyphen\u200b ")) == "softhyphen", field


def test_control_characters_and_direction_marks_are_400_and_the_field_is_named(inputs):
    for field, (name, *_) in FIELDS.items():
        responses = {text: getattr(inputs, field)(text)[0] for text in REFUSED}
        assert {text: response.status_code for text, response in responses.items()} == dict.fromkeys(REFUSED, 400), (
            field
        )
        assert {tuple(response.json()["fields"]) for response in responses.values()} == {(name,)}, field


def test_invisible_text_counts_as_empty(inputs):
    for field, (name, _, may_be_empty) in FIELDS.items():
        for text in ("\u200d\u200c", "\ufeff \u00a0"):
            sent = getattr(inputs, field)(text)
            if may_be_empty:
                assert stored(sent) == "", field
            else:
                assert sent[0].json()["fields"] == {name: ["This field may not be blank."]}, field


def test_length_limit_counts_normalized_characters(inputs):
    for field, (name, most, _) in FIELDS.items():
        send = getattr(inputs, field)
        assert stored(send("e\u0301" * most)) == "é" * most, field
        for text in ("e\u0301" * (most + 1), "é" * (most + 1)):
            assert list(send(text)[0].json()["fields"]) == [name], field


def test_overlong_text_is_not_normalized(cashier_client, account, monkeypatch):
    lengths = []
    monkeypatch.setattr(core.api.serializers, "nfc", lambda text: lengths.append(len(text)) or text)
    assert deposit(cashier_client, account, "1.00", description="e\u0301" * 5000).status_code == 400
    assert lengths == []
    assert deposit(cashier_client, account, "1.00", description="e\u0301" * 201).status_code == 400
    assert lengths == [402]


# Fields that other rules restrict to ASCII: values that are looked up, compared with a list, or verified.
ASCII = {"currency", "uid", "token", "refresh", "account", "from_account", "to_account", "phone"}


def test_every_text_field_of_a_request_body_is_normalized_or_ascii():
    def subclasses(parent):
        for child in parent.__subclasses__():
            yield child
            yield from subclasses(child)

    found = set()
    for serializer in subclasses(StrictSerializer):
        for name, field in serializer().fields.items():
            if not isinstance(field, serializers.CharField) or field.read_only:
                continue
            found.add(name)
            normalized = isinstance(field, NormalizedField | NewEmailField | PasswordField)
            assert normalized or name in ASCII, f"{serializer.__name__}.{name} should be a NormalizedField"
    assert {"description", "reason", "full_name", "email", "password", "purpose", "note"} <= found
