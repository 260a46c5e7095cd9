"""Without a safeguard of `deploy/`, the tests of faults see what it prevents."""

from tests.cluster.clients import Crowd
from tests.cluster.conftest import running_bank, wait_until


def test_without_stick_an_old_writer_that_returns_is_a_second_writer(tmp_path):
    with running_bank(tmp_path, portals=2, fail_back=True) as bank:
        crowd = Crowd(bank)
        try:
            crowd.wait_for_transfers(20)
            old = bank.writer()
            old.kill()
            crowd.wait_for_transfers(20)
            new = bank.writer()
            old.start()
            old.wait_until_synced()
            # New connections go back to the first node; those that the portals have open stay.
            bank.portals[0].restart()
            wait_until(lambda: bank.connections(old) > 0)
            assert bank.connections(new) > 0
        finally:
            crowd.stop()
