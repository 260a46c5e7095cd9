"""The outbox: a mail is written with its cause, claimed by one worker, retried, given up, and deleted in the end."""

import smtplib
from datetime import timedelta

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction
from django.db.transaction import TransactionManagementError
from django.test import TestCase
from django.utils.translation import gettext_lazy

from core.db.transactions import atomic_with_retry
from outbox import mail_types
from outbox.mail_types import MailType, register_mail_type
from outbox.models import OutgoingMail
from outbox.sender import MailSender, take_wake_up
from outbox.services import queue_mail, send_due_mails, sending
from outbox.services.claims import MAX_ATTEMPTS, claim, finish, retry_delay
from outbox.services.cleanup import clear_finished
from sessions_browser.services import cleanup_expired_sessions
from tests.key_rings import NEW, OLD

ADDRESS = "somebody@example.com"


class Refusing(BaseEmailBackend):
    """A mail server that refuses every recipient with `code`."""

    code = 451

    def send_messages(self, messages):
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (self.code, b"no: https://app.bank.example/reset?token=secret")})


class RefusingForEver(Refusing):
    code = 550


class Unreachable(BaseEmailBackend):
    def open(self):
        raise ConnectionRefusedError


class GoingDown(BaseEmailBackend):
    """A mail server that goes down while it receives the first mail."""

    is_down = False

    def open(self):
        if self.is_down:
            raise ConnectionRefusedError

    def send_messages(self, messages):
        self.is_down = True
        raise smtplib.SMTPServerDisconnected


class CountingConnections(BaseEmailBackend):
    """Refuses the first mail, then accepts all; `opened` counts the connections, as Django's backend opens them."""

    opened, is_open, refused = 0, False, False

    def open(self):
        is_new, self.is_open = not self.is_open, True
        type(self).opened += is_new
        return is_new

    def close(self):
        self.is_open = False

    def send_messages(self, messages):
        assert not self.open(), "the backend would close the connection that it has opened"
        if not self.refused:
            self.refused = True
            raise smtplib.SMTPDataError(451, b"later")


@pytest.fixture
def mail_type(monkeypatch):
    monkeypatch.setattr(mail_types, "_registered", dict(mail_types._registered))
    return register_mail_type(
        MailType("test", gettext_lazy("Your password was changed"), "users/mail/password_changed.txt")
    )


@pytest.fixture
def queue(db, clock, mail_type):
    """Queues a mail in a transaction that commits; returns its row."""

    def queue_one(**options):
        with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
            queue_mail(mail_type, recipient=ADDRESS, **options)
        return OutgoingMail.objects.latest("pk")

    return queue_one


def status(mail):
    mail.refresh_from_db()
    return mail.status


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def test_queued_mail_is_sent_once_with_its_own_message_id(queue, mailoutbox):
    mail = queue()
    results = [send_due_mails() for _ in range(2)]

    assert [result.sent for result in results] == [1, 0]
    (sent,) = mailoutbox
    assert sent.to == [ADDRESS]
    assert sent.message()["Message-ID"] == f"<{mail.uid}@localhost>"
    assert (status(mail), mail.attempts) == ("sent", 1)


@pytest.mark.django_db(transaction=True)
def test_queue_needs_a_transaction(mail_type):
    with pytest.raises(TransactionManagementError):
        queue_mail(mail_type, recipient=ADDRESS)


def test_rolled_back_cause_queues_no_mail_and_wakes_nobody(db, mail_type):
    take_wake_up()

    @atomic_with_retry
    def cause():
        queue_mail(mail_type, recipient=ADDRESS)
        raise ZeroDivisionError

    with TestCase.captureOnCommitCallbacks(execute=True), pytest.raises(ZeroDivisionError):
        cause()

    assert not OutgoingMail.objects.exists()
    assert not take_wake_up()


def test_second_mail_with_the_same_once_key_is_not_queued(queue):
    for _ in range(2):
        queue(once="payee 7")
    queue(once="payee 8")
    assert OutgoingMail.objects.count() == 2


def test_mail_with_a_once_key_is_queued_once_by_servers_that_sign_with_different_keys(queue, use_keys):
    for keys in ((OLD, NEW), (NEW, OLD)):
        use_keys(*keys)
        queue(once="payee 7")
    assert OutgoingMail.objects.count() == 1


def test_claimed_mail_is_not_claimed_again_before_the_lease_ends(queue, clock, settings):
    mail = queue()
    others = [OutgoingMail.objects.get() for _ in range(2)]

    assert claim(mail)
    assert not any(claim(other) for other in others)
    assert send_due_mails().sent == 0
    clock.shift(settings.MAIL_LEASE)
    assert send_due_mails().sent == 1  # its worker was killed


def test_worker_whose_lease_has_ended_does_not_finish_the_claim_of_another(queue, clock, settings):
    slow = queue()
    claim(slow)
    clock.shift(settings.MAIL_LEASE)
    other = OutgoingMail.objects.get()
    assert claim(other)

    finish(slow, "sent")

    assert status(other) == "queued"


def test_refused_mail_is_tried_again_after_growing_delays_and_given_up_in_the_end(queue, clock, settings, caplog):
    use(settings, Refusing)
    mail, results = queue(), []
    for _ in range(MAX_ATTEMPTS):
        results.append(send_due_mails())
        mail.refresh_from_db()
        clock.move_to(mail.next_attempt_at)

    assert [result.retried for result in results] == [1] * (MAX_ATTEMPTS - 1) + [0]
    assert results[-1].failed == 1
    assert (status(mail), mail.last_error) == ("failed", "SMTPRecipientsRefused 451")
    assert send_due_mails().sent == 0
    assert "secret" not in caplog.text


def test_permanently_refused_mail_is_given_up_at_once(queue, settings):
    use(settings, RefusingForEver)
    mail = queue()
    assert send_due_mails().failed == 1
    assert (status(mail), mail.last_error) == ("failed", "SMTPRecipientsRefused 550")


def test_retry_delay_doubles_with_jitter_up_to_four_hours():
    for attempts, longest in ((1, 30), (2, 60), (3, 120), (10, 14400), (MAX_ATTEMPTS, 14400)):
        delays = {retry_delay(attempts) for _ in range(50)}
        assert len(delays) > 1
        assert all(timedelta(seconds=longest / 2) <= delay <= timedelta(seconds=longest) for delay in delays)


def test_mail_whose_last_attempt_was_not_finished_is_given_up(queue):
    mail = queue()
    OutgoingMail.objects.update(attempts=MAX_ATTEMPTS)
    assert send_due_mails().sent == 0
    assert status(mail) == "failed"


def test_mails_wait_without_an_attempt_while_the_mail_server_is_down(queue, settings, mailoutbox):
    use(settings, Unreachable)
    mail = queue()

    result = send_due_mails()

    assert (result.server_down, result.sent) == (True, 0)
    assert (status(mail), mail.attempts) == ("queued", 0)
    with pytest.raises(CommandError, match="does not answer"):
        call_command("send_mail")


def test_mails_wait_without_an_attempt_when_the_mail_server_goes_down_during_a_run(queue, settings):
    use(settings, GoingDown)
    mails = [queue() for _ in range(3)]

    result = send_due_mails()

    assert (result.server_down, result.retried) == (True, 1)
    assert [(status(mail), mail.attempts) for mail in mails] == [("queued", 1), ("queued", 0), ("queued", 0)]


def test_one_connection_is_used_until_a_mail_fails(queue, settings):
    use(settings, CountingConnections)
    CountingConnections.opened = 0
    for _ in range(4):
        queue()

    result = send_due_mails()

    assert (result.retried, result.sent) == (1, 3)
    assert CountingConnections.opened == 2


def test_sent_mail_that_could_not_be_recorded_is_recorded_later_and_not_sent_again(queue, monkeypatch, mailoutbox):
    mail = queue()

    def fail(*_):
        raise OperationalError(2006, "gone away")

    monkeypatch.setattr(sending, "finish", fail)
    with pytest.raises(OperationalError):
        send_due_mails()
    monkeypatch.undo()
    OutgoingMail.objects.update(next_attempt_at=mail.created_at)  # the lease is over

    assert send_due_mails().sent == 0
    assert status(mail) == "sent"
    assert len(mailoutbox) == 1


def test_mail_with_nothing_to_send_any_more_is_discarded(queue, mail_type, mailoutbox):
    register_mail_type(MailType("test", mail_type.subject, mail_type.template, lambda _: None))
    mail = queue()
    assert send_due_mails().discarded == 1
    assert (status(mail), mailoutbox) == ("discarded", [])


def test_text_that_cannot_be_rendered_is_retried_and_does_not_block_other_mails(queue, mail_type, mailoutbox):
    register_mail_type(MailType("test", mail_type.subject, mail_type.template, lambda mail: {1: 1 / mail.user_id}))
    broken, fine = queue(user_id=0), queue(user_id=1)
    assert send_due_mails().sent == 1
    assert (status(broken), broken.last_error, status(fine)) == ("queued", "ZeroDivisionError", "sent")


def test_command_sends_mails_and_retries_those_that_were_given_up(queue, settings, mailoutbox, capsys):
    use(settings, RefusingForEver)
    queue()
    call_command("send_mail")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("send_mail")
    call_command("send_mail", "--failed")

    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "0 mails sent, 0 discarded, 0 to be tried again, 1 given up, 0 waiting",
        "0 mails sent, 0 discarded, 0 to be tried again, 0 given up, 0 waiting",
        "1 mails are tried again",
        "1 mails sent, 0 discarded, 0 to be tried again, 0 given up, 0 waiting",
    ]
    assert len(mailoutbox) == 1


def test_cleanup_deletes_sent_mails_after_a_week_and_failed_ones_after_a_month(queue, clock, settings):
    sent = queue()
    send_due_mails()
    use(settings, RefusingForEver)
    failed = queue()
    send_due_mails()
    waiting = queue()

    def left():
        cleanup_expired_sessions()
        return set(OutgoingMail.objects.values_list("pk", flat=True))

    clock.shift(7 * 86400 - 1)
    assert left() == {sent.pk, failed.pk, waiting.pk}
    clock.shift(1)
    assert left() == {failed.pk, waiting.pk}
    clock.shift(23 * 86400)
    assert left() == {waiting.pk}


def test_cleanup_of_a_batch_deletes_as_many_mails_as_it_has(queue, clock):
    for _ in range(3):
        queue()
    send_due_mails()
    clock.shift(8 * 86400)
    with transaction.atomic():
        assert [clear_finished(2), clear_finished(2), clear_finished(2)] == [2, 1, 0]


def test_stopping_sender_begins_no_other_mail(queue, mailoutbox):
    queue()
    assert send_due_mails(lambda: True).sent == 0
    assert mailoutbox == []


def test_sender_thread_calls_its_function_and_stops():
    calls = []
    sender = MailSender(lambda is_stopping: calls.append(is_stopping()) or True)
    sender.start()
    assert sender.stop(10)
    assert set(calls) <= {False}
