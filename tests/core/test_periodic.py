"""The thread of a server process works until it is stopped, whatever its work raises."""

import threading

from core.periodic import PeriodicThread


def test_thread_works_again_after_an_unexpected_error_and_once_more_at_its_end(caplog):
    calls, twice = [], threading.Event()

    def work():
        calls.append(1)
        if len(calls) == 1:
            raise ZeroDivisionError
        twice.set()

    thread = PeriodicThread("test", lambda: 0.001, work)
    thread.start()
    assert twice.wait(30)
    before = len(calls)

    assert thread.stop(30)

    assert len(calls) > before
    assert "unexpected error in the thread 'test'" in caplog.text


def test_thread_that_is_busy_is_not_waited_for_beyond_the_timeout():
    release = threading.Event()
    thread = PeriodicThread("test", lambda: 0.0, release.wait)
    thread.start()
    assert not thread.stop(0.01)
    release.set()
    assert thread.stop(30)
