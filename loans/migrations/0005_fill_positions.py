"""Writes the position of each existing loan after each of its postings, by the rules under which they were made.

Disbursements that were reversed before are not known any more: their loan has no link to them.
"""

from django.db import migrations

DISBURSEMENT, WRITE_OFF, REVERSAL = "disbursement", "write_off", "reversal"
BATCH = 1000


def fill(apps, schema_editor):
    Loan, Event = apps.get_model("loans", "Loan"), apps.get_model("loans", "LoanEvent")
    Repayment = apps.get_model("loans", "Repayment")
    for loan in Loan.objects.exclude(disbursement=None).select_related("product").order_by("pk").iterator(BATCH):
        events, repayments = positions(apps, loan)
        Event.objects.bulk_create(events)
        Repayment.objects.bulk_update(repayments, ["booked_at", "day", "outstanding", "oldest_due"], BATCH)
        day = next(event.day for event in events if event.type == DISBURSEMENT)
        Loan.objects.filter(pk=loan.pk).update(disbursed_on=day)


def positions(apps, loan):
    """The events of a loan, and its repayments with their position, in the order in which they were booked."""
    Transaction, Event = apps.get_model("transactions", "Transaction"), apps.get_model("loans", "LoanEvent")
    Repayment, Row = apps.get_model("loans", "Repayment"), apps.get_model("loans", "DueInstalment")
    rows = list(Row.objects.filter(loan_id=loan.pk).order_by("number"))
    repayments = {row.transaction_id: row for row in Repayment.objects.filter(loan_id=loan.pk)}
    own = {loan.disbursement_id, *repayments}
    if loan.write_off_id is not None:
        own.add(loan.write_off_id)
    postings = [*Transaction.objects.filter(pk__in=own), *Transaction.objects.filter(reverses_id__in=own)]
    principal = interest = 0
    written_off, events = False, []
    for posting in sorted(postings, key=lambda each: each.pk):
        sign, original = (-1, posting.reverses_id) if posting.reverses_id else (1, posting.pk)
        if original in repayments:
            principal += sign * repayments[original].principal
            interest += sign * repayments[original].interest
        elif original == loan.write_off_id:
            written_off = sign > 0
        position = {
            "booked_at": posting.booked_at,
            "day": posting.value_date,
            "outstanding": 0 if written_off else loan.amount - principal,
            "oldest_due": oldest_due(rows, principal, interest),
        }
        if posting.pk in repayments:
            for name, value in position.items():
                setattr(repayments[posting.pk], name, value)
            continue
        kind = REVERSAL if sign < 0 else WRITE_OFF if posting.pk == loan.write_off_id else DISBURSEMENT
        events.append(
            Event(
                loan_id=loan.pk, transaction_id=posting.pk, type=kind, amount=posting.amount,
                product_name=loan.product.name, **position,
            )  # fmt: skip
        )
    return events, list(repayments.values())


def oldest_due(rows, principal, interest):
    """The due date of the first row that two sums, of principal and of interest, do not pay."""
    for row in rows:
        if row.principal_due > principal or row.interest_due > interest:
            return row.due_date
    return None


class Migration(migrations.Migration):
    dependencies = [("loans", "0004_prepayment_and_late_payment")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
