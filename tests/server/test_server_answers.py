"""What the server answers in Django's place has an id and exactly one access line."""

import asyncio
import threading

from bankportal.server import application
from core.logging.request_ids import current_request_ids

SCOPE = {
    "type": "http", "method": "GET", "path": "/api/secret/", "raw_path": b"/api/secret/", "query_string": b"",
    "scheme": "http", "http_version": "1.1", "server": ("localhost", 80), "client": ("192.0.2.7", 4711),
    "headers": [(b"x-request-id", b"client-4711")],
}  # fmt: skip


async def ask(served):
    """The status and the id of the response to one request."""
    sent = []

    async def send(message):
        sent.append(message)

    await served(SCOPE, None, send)
    return sent[0]["status"], dict(sent[0]["headers"])[b"x-request-id"].decode()


def accesses(caplog):
    return [(record.fields["status"], record.fields["route"], record.fields["ip"]) for record in caplog.records
            if record.name == "access"]  # fmt: skip


def test_request_for_which_no_thread_was_free(caplog, monkeypatch):
    monkeypatch.setattr(application, "QUEUE_TIMEOUT", 0.05)
    go_on = threading.Event()

    def django(environ, start_response):
        go_on.wait(10)
        start_response("200 OK", [("X-Request-Id", current_request_ids().request_id)])
        return Body()

    async def run():
        served = application.Application(django, 1)
        first, second = asyncio.create_task(ask(served)), asyncio.create_task(ask(served))
        await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)  # the one that waits is refused
        go_on.set()
        return await first, await second

    (status, first_id), (refused, second_id) = asyncio.run(run())
    assert (status, refused) == (200, 503)
    assert first_id != second_id
    assert accesses(caplog) == [(503, "-", "192.0.2.7")]
    assert [record.args for record in caplog.records if record.name == "bankportal.unavailable"]


def test_application_that_fails_outside_its_own_handler(caplog):
    def django(environ, start_response):
        raise RuntimeError("before any handler")

    async def run():
        return await ask(application.Application(django, 1))

    status, request_id = asyncio.run(run())
    assert (status, len(request_id)) == (500, 24)
    assert accesses(caplog) == [(500, "-", "192.0.2.7")]


class Body:
    def __iter__(self):
        return iter([b"{}"])

    def close(self):
        pass
