"""A bank in a time zone that lives for some days: its people, its clock, and its reports as they were first read."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from core.authorization.roles import Role
from tests.api_payments import fund_till, idempotency_headers, open_account, receive_cash
from tests.browsers import LocalBrowser
from tests.loan_factories import PRODUCT
from tests.reports.lives.journal import Journal
from transactions.ledger.balances import snapshot_balances
from users.models import User

FIRST_DAY = date(2026, 3, 20)  # before the clocks change in Auckland, and before the end of a month
GAPS = [1, 1, 1, 2, 6, 13]  # days from one day that is played to the next
STAFF = ["cashier", "cashier", "manager", "manager"]
REPORTS = ["summary", "trial-balance", "daily-transactions", "cashier-activity", "loan-portfolio", "member-growth"]
LAST_SECOND = timedelta(seconds=1)
SESSION = timedelta(minutes=50)  # a login is used for so long; its access token is valid for an hour


class BankLife:
    """`clock` is the fixture. `policy` says when `snapshot_balances` runs: "daily", "never" or "random"."""

    def __init__(self, clock, zone, seed, policy):
        self.clock, self.zone, self.random, self.policy = clock, ZoneInfo(zone), Random(seed), policy
        self.journal, self.done, self.read = Journal(), Counter(), {}
        self.day, self.browsers, self.numbers, self.loans, self.to_play = FIRST_DAY, {}, {}, [], []
        self.move_to(self.start(FIRST_DAY))
        for place, role in enumerate([*["member"] * 4, *STAFF, "manager"]):
            self._create_person(f"p{place}@lives.example", role, is_superuser=place == 4 + len(STAFF))
        self._open()

    def start(self, day):
        """The first instant of a day, without the bank's calendar."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def move_to(self, moment):
        self.moment = moment
        self.clock.move_to(moment)

    def pass_time(self, *, most):
        """Up to so many minutes; at least a second, so that no two things happen at one moment."""
        self.move_to(self.moment + timedelta(seconds=self.random.randrange(1, 60 * most)))

    def client(self, person_id):
        """The client of a person, signed in anew after an hour or a change of the role."""
        browser, entered = self.browsers.get(person_id, (LocalBrowser(), None))
        if entered is None or self.moment - entered > SESSION:
            browser.enter(User.objects.get(pk=person_id))
            self.browsers[person_id] = browser, self.moment
        return browser

    @property
    def administrator(self):
        return self.client(self.administrator_id)

    def _create_person(self, email, role, *, is_superuser):
        person = User.objects.create_user(email, full_name=f"Person {role}", role=Role(role), is_superuser=is_superuser)
        if is_superuser:
            self.administrator_id = person.pk
        self.journal.note_person(person.pk, self.moment, name=person.full_name, role=role)

    def _open(self):
        """Capital, tills, two products, and an account for each member."""
        browser, people = self.administrator, self.journal
        responses = [receive_cash(browser, "60000.00")]
        responses += [fund_till(browser, pk, "2000.00") for pk in people.everyone("cashier", "manager")]
        for name, method, fee in (("Household", "flat", "0"), ("Harvest", "declining_balance", "15.00")):
            body = PRODUCT | {"name": name, "method": method, "disbursement_fee": fee, "late_fee": "2.00"}
            responses.append(browser.post("/api/loans/products/", body))
            people.products[responses[-1].json()["id"]] = name
        assert {response.status_code for response in responses} == {201}
        for pk in people.everyone("member"):
            self.numbers[open_account(browser, pk)] = pk
            number = next(reversed(self.numbers))
            body = {"account": number, "amount": "500.00"}
            assert browser.post("/api/transactions/deposit/", body, headers=idempotency_headers()).status_code == 201

    def close_day(self, day):
        """Notes in the last second of a day how late each loan is, and reads the reports as soon as the day is over."""
        self.move_to(max(self.moment, self.start(day + timedelta(days=1)) - LAST_SECOND))
        loans = self._get("/api/loans/?status=active&page_size=200")["results"]
        self.journal.days_late[day] = {loan["id"]: (loan["overdue"] or {"days_late": 0})["days_late"] for loan in loans}
        self.move_to(self.start(day + timedelta(days=1)))
        first = day if self.random.random() < 0.6 else self.random.choice(list(self.journal.days_late))
        self.read[first, day] = self.reports(first, day)
        if self.policy == "daily" or (self.policy == "random" and self.random.random() < 0.4):
            self.snapshot()

    def snapshot(self):
        """`manage.py snapshot_balances`, a few hours into a day."""
        self.move_to(self.moment + timedelta(minutes=self.random.randrange(61, 200)))
        snapshot_balances()

    def next_day(self):
        """Goes to the next day that is played; of the days between, one is closed too."""
        gap = self.random.choice(GAPS)
        if gap > 1:
            self.close_day(self.day + timedelta(days=self.random.randrange(1, gap)))
        self.day += timedelta(days=gap)
        self.move_to(max(self.moment, self.start(self.day)))

    def reports(self, first, last):
        """The reports of a period."""
        return {name: self._get(f"/api/reports/{name}/?from={first}&to={last}") for name in REPORTS}

    def changed_reports(self):
        """The reports that differ from how they were read when their last day was over: what they said, and say."""
        again = {period: self.reports(*period) for period in self.read}
        return {
            (period, name): (before, again[period][name])
            for period, bodies in self.read.items()
            for name, before in bodies.items()
            if again[period][name] != before
        }

    def _get(self, path):
        response = self.administrator.get(path)
        assert response.status_code == 200, (path, response.content)
        return response.json()
