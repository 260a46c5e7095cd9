"""What people do on a day of a bank's life, at random: some of it is refused."""

from datetime import timedelta
from functools import partial

from tests.api_payments import (
    count_till,
    deposit,
    fund_till,
    idempotency_headers,
    pay_out_cash,
    receive_cash,
    return_cash,
    reverse,
    transfer,
    withdraw,
)
from transactions.models import Transaction
from users.models import User

REFUSALS = {403, 404, 409, 422}


def play_day(life, count):
    """So many operations within the bank's day; the first may be at its first moment, one more in its last second."""
    if life.random.random() < 0.6:
        life.move_to(life.moment + timedelta(minutes=life.random.randrange(12 * 60)))
    for _ in range(count):
        play(life, next_operation(life))
        life.pass_time(most=30)
    if life.random.random() < 0.5:
        life.move_to(life.start(life.day + timedelta(days=1)) - timedelta(seconds=1))
        play(life, life.random.choice([pay_in, send, repay, undo]))


def next_operation(life):
    """One of `OPERATIONS` at random, but each of them before any comes again."""
    if not life.to_play:
        life.to_play = life.random.sample(OPERATIONS, len(OPERATIONS))
    return life.to_play.pop()


def play(life, operation):
    """Plays an operation, if somebody can do it, and counts it if it is not refused."""
    try:
        response = operation(life)
    except IndexError:  # a choice of nothing, such as a member when all are staff
        return
    assert response.status_code < 300 or response.status_code in REFUSALS, (operation, response.content)
    if response.status_code < 300:
        life.done[getattr(operation, "func", operation).__name__] += 1


def _staff(life):
    return life.client(life.random.choice(life.journal.everyone("cashier", "manager")))


def _manager(life):
    return life.client(life.random.choice(life.journal.everyone("manager")))


def _number(life):
    return life.random.choice(list(life.numbers))


def _amount(life, most=300):
    return f"{life.random.randrange(1, most * 100) / 100:.2f}"


def pay_in(life):
    return deposit(_staff(life), _number(life), _amount(life))


def pay_out(life):
    return withdraw(_staff(life), _number(life), _amount(life, 100))


def send(life):
    """A transfer by the owner of the account, or at the counter."""
    number = _number(life)
    owner = life.numbers[number]
    own = owner in life.journal.everyone("member") and life.random.random() < 0.7
    return transfer(life.client(owner) if own else _staff(life), number, _number(life), _amount(life, 100))


def move_cash(life):
    """Between the vault and a till, into the vault or out of it."""
    cashier, manager = life.random.choice(life.journal.everyone("cashier", "manager")), _manager(life)
    moves = [fund_till, return_cash, lambda browser, _, amount: receive_cash(browser, amount)]
    moves.append(lambda browser, _, amount: pay_out_cash(browser, amount))
    return life.random.choice(moves)(manager, cashier, _amount(life))


def count_cash(life):
    return count_till(_manager(life), life.random.choice(life.journal.everyone("cashier", "manager")), _amount(life))


def open_another(life):
    owner = life.random.choice(life.journal.everyone("member"))
    body = {"owner": owner, "type": life.random.choice(["savings", "current"])}
    response = _staff(life).post("/api/accounts/", body)
    if response.status_code == 201:
        life.numbers[response.json()["number"]] = owner
    return response


def close(life):
    return _manager(life).post(f"/api/accounts/{_number(life)}/close/", {"reason": "Moved"})


def apply(life):
    """An application, often with an instalment that is due soon."""
    owners = life.journal.everyone("member")
    number = life.random.choice([number for number, owner in life.numbers.items() if owner in owners])
    body = {"product": life.random.choice(list(life.journal.products)), "amount": _amount(life, 400)}
    body |= {"term_months": life.random.randrange(1, 5), "purpose": "Roof", "account": number}
    body["amount"] = f"{float(body['amount']) + 100:.2f}"
    if life.random.random() < 0.7:
        body["first_due_date"] = str(life.day + timedelta(days=life.random.randrange(1, 20)))
    response = life.client(life.numbers[number]).post("/api/loans/", body)
    if response.status_code == 201:
        life.loans.append(response.json()["id"])
        life.journal.waiting[life.loans[-1]] = [life.moment, None]
    return response


def decide(life):
    """A manager's decision on one of the latest applications, or the borrower's own."""
    loan = life.random.choice(life.loans[-3:])
    action = life.random.choice(["approve", "approve", "approve", "reject", "cancel"])
    browser = _manager(life)
    if action == "cancel":
        browser = life.client(life.random.choice(life.journal.everyone("member")))
    response = browser.post(f"/api/loans/{loan}/{action}/", {"reason": "No"} if action == "reject" else {})
    if response.status_code == 200 and life.journal.waiting[loan][1] is None:
        life.journal.waiting[loan][1] = life.moment
    return response


def lend(life):
    """An application, its approval and its disbursement."""
    response = apply(life)
    if response.status_code == 201:
        life.pass_time(most=5)
        loan = life.loans[-1]
        response = _manager(life).post(f"/api/loans/{loan}/approve/", {})
        life.journal.waiting[loan][1] = life.moment
        life.pass_time(most=5)
        response = disburse(life, loan)
    return response


def disburse(life, loan=None):
    """A new loan, or one whose disbursement was reversed."""
    response = _post_loan(life, loan or life.random.choice(life.loans), "disburse", _staff(life))
    if response.status_code == 201:
        body = response.json()
        life.journal.disbursed_as[body["transaction"]["id"]] = life.journal.products[body["product"]["id"]]
    return response


def repay(life):
    """In cash; more than is owed is refused. On a loan that is written off it is a recovery."""
    return _post_loan(life, _disbursed_loan(life), "repay", _staff(life), {"amount": _amount(life, 150)})


def settle(life):
    return _post_loan(life, _disbursed_loan(life), "settle", _staff(life))


def write_off(life):
    return _post_loan(life, _disbursed_loan(life), "write-off", _manager(life), {"reason": "Lost"})


def _disbursed_loan(life):
    """A loan that is or was paid out."""
    return life.random.choice(list(life.journal.loan_of.values()))


def _post_loan(life, loan, action, browser, body=None):
    response = browser.post(f"/api/loans/{loan}/{action}/", body or {}, headers=idempotency_headers())
    if response.status_code == 201:
        life.journal.loan_of[response.json()["transaction"]["id"]] = loan
    return response


def undo(life, posting=None):
    """The reversal of a posting; half of the time of a loan's."""
    ids = list(life.journal.loan_of) if life.random.random() < 0.5 else all_postings()
    return reverse(_manager(life), posting or life.random.choice(ids))


def all_postings():
    return list(Transaction.objects.order_by("-pk").values_list("pk", flat=True))


def change_role(life):
    role = life.random.choice(["member", "member", "cashier", "manager"])
    return change_person(life, life.random.choice(_others(life)), role=role)


def change_active(life):
    person = life.random.choice(_others(life))
    return change_person(life, person, is_active=not life.journal.now(person).is_active)


def rename(life):
    return change_person(life, life.random.choice(_others(life)), full_name=f"Person {life.random.randrange(10**6)}")


def _others(life):
    return [pk for pk in life.journal.people if pk != life.administrator_id]


def change_person(life, person, **changes):
    """The administrator changes a person."""
    response = life.administrator.patch(f"/api/users/{person}/", changes)
    if response.status_code == 200:
        life.browsers.pop(person, None)  # the sessions have ended
        names = {"full_name": "name"}
        life.journal.note_person(person, life.moment, **{names.get(key, key): changes[key] for key in changes})
    return response


def enrol(life):
    """A new member or cashier."""
    role, name = life.random.choice(["member", "member", "cashier"]), f"New {life.random.randrange(10**6)}"
    body = {"email": f"n{len(life.journal.people)}@lives.example", "full_name": name, "role": role}
    response = life.administrator.post("/api/users/", body)
    if response.status_code == 201:
        life.journal.note_person(response.json()["id"], life.moment, name=name, role=role)
        User.objects.filter(pk=response.json()["id"]).update(password="!")  # invited, and never signed in
    return response


def rename_product(life):
    product, name = life.random.choice(list(life.journal.products)), f"Product {life.random.randrange(10**6)}"
    response = _manager(life).patch(f"/api/loans/products/{product}/", {"name": name})
    if response.status_code == 200:
        life.journal.products[product] = name
    return response


OPERATIONS = [
    *[pay_in] * 4, *[pay_out] * 3, *[send] * 4, *[move_cash] * 2, count_cash, open_another, close, apply, decide,
    *[lend] * 5, disburse, *[repay] * 4, settle, *[write_off] * 2, *[undo] * 6, *[change_role] * 3, change_active,
    rename, enrol, rename_product,
]  # fmt: skip


def undo_everything(life):
    """On the last days: reverses all that can be reversed, and changes everybody and every product."""
    for posting in all_postings():
        life.pass_time(most=2)
        play(life, partial(undo, posting=posting))
    for person in _others(life):
        life.pass_time(most=2)
        role = "cashier" if life.journal.now(person).role == "member" else "member"
        change_person(life, person, role=role, full_name=f"Renamed {person}", is_active=life.random.random() < 0.5)
    for product in life.journal.products:
        life.pass_time(most=2)
        renamed = life.administrator.patch(f"/api/loans/products/{product}/", {"name": f"Late {product}"})
        assert renamed.status_code == 200, renamed.content
