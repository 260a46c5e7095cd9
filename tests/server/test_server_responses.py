"""Responses that the server sends instead of Django have a request id and exactly one access log line."""

import asyncio
import threading

import pytest

from bankportal.server import application
from core.logging.request_ids import current_request_ids

pytestmark = pytest.mark.any_database

SCOPE = {
    "type": "http", "method": "GET", "path": "/api/secret/", "raw_path": b"/api/secret/", "query_string": b"",
    "scheme": "http", "http_version": "1.1", "server": ("localhost", 80), "client": ("192.0.2.7", 4711),
    "headers": [(b"x-request-id", b"client-4711")],
}  # fmt: skip


async def send_request(served_application):
    """The status and the id of the response to one request."""
    sent = []

    async def send(message):
        sent.append(message)

    await served_application(SCOPE, None, send)
    return sent[0]["status"], dict(sent[0]["headers"])[b"x-request-id"].decode()


def access_log(caplog):
    return [(record.fields["status"], record.fields["route"], record.fields["ip"]) for record in caplog.records
            if record.name == "access"]  # fmt: skip


@pytest.mark.slow
def test_request_without_a_free_thread_is_503_with_an_access_log_line(caplog, monkeypatch):
    monkeypatch.setattr(application, "QUEUE_TIMEOUT", 0.05)
    thread_may_finish = threading.Event()

    def django(environ, start_response):
        thread_may_finish.wait(10)
        start_response("200 OK", [("X-Request-Id", current_request_ids().request_id)])
        return Body()

    async def run():
        served_application = application.Application(django, 1)
        first, second = (
            asyncio.create_task(send_request(served_application)),
            asyncio.create_task(send_request(served_application)),
        )
        await asyncio.wait([first, second], return_when=asyncio.FIRST_COMPLETED)  # the waiting request is refused
        thread_may_finish.set()
        return await first, await second

    (status, first_id), (refused, second_id) = asyncio.run(run())
    assert (status, refused) == (200, 503)
    assert first_id != second_id
    assert access_log(caplog) == [(503, "-", "192.0.2.7")]
    assert [record.args for record in caplog.records if record.name == "bankportal.unavailable"]


def test_exception_outside_the_handlers_of_django_is_500_with_an_access_log_line(caplog):
    def django(environ, start_response):
        raise RuntimeError("before any handler")

    async def run():
        return await send_request(application.Application(django, 1))

    status, request_id = asyncio.run(run())
    assert (status, len(request_id)) == (500, 24)
    assert access_log(caplog) == [(500, "-", "192.0.2.7")]


class Body:
    def __iter__(self):
        return iter([b"{}"])

    def close(self):
        pass
