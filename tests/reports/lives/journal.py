"""What was true at each moment of a life: notes of the test, from which no row of the bank is read."""

from dataclasses import dataclass, field

STAFF = {"cashier", "manager"}


@dataclass(frozen=True)
class PersonState:
    """What was true of a person from a moment on."""

    since: object
    name: str
    role: str
    is_active: bool = True


@dataclass
class Journal:
    """People and products over time, the loan of each posting, and how late loans were at the end of each day."""

    people: dict = field(default_factory=dict)  # {id: [PersonState, …]}
    products: dict = field(default_factory=dict)  # {id: name now}
    disbursed_as: dict = field(default_factory=dict)  # {transaction: name of the product}
    loan_of: dict = field(default_factory=dict)  # {transaction: loan}; without reversals
    waiting: dict = field(default_factory=dict)  # {loan: [applied at, decided at or None]}
    days_late: dict = field(default_factory=dict)  # {day: {loan: days}}

    def note_person(self, person_id, moment, **changes):
        """Notes a new person, or changes of a known one."""
        states = self.people.setdefault(person_id, [])
        known = {} if not states else {name: getattr(states[-1], name) for name in ("name", "role", "is_active")}
        states.append(PersonState(moment, **known | changes))

    def now(self, person_id):
        return self.people[person_id][-1]

    def everyone(self, *roles):
        """The ids of the active people who have one of the roles now."""
        return [pk for pk in self.people if self.now(pk).is_active and self.now(pk).role in roles]

    def before(self, person_id, moment):
        """What was true of a person just before a moment; None before the person joined."""
        return next((state for state in reversed(self.people[person_id]) if state.since < moment), None)

    def at(self, person_id, moment):
        """What was true of a person at a moment."""
        return next(state for state in reversed(self.people[person_id]) if state.since <= moment)

    def joined(self):
        """When anybody became a member: once for each time."""
        for states in self.people.values():
            former = None
            for state in states:
                if state.role == "member" != former:
                    yield state.since
                former = state.role
