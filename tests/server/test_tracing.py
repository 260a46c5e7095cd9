"""OpenTelemetry by environment variables: spans of requests reach a receiver on this machine.

Needs requirements-opentelemetry.txt, which neither the portal nor its tests need otherwise.
"""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.servers import Server
from tests.waiting import wait_until

pytest.importorskip("opentelemetry.instrumentation.django", reason="requirements-opentelemetry.txt is not installed")
pytestmark = pytest.mark.slow


class Receiver:
    """Answers OTLP over HTTP, and keeps the spans."""

    def __enter__(self):
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        self.spans = spans = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    spans.extend(span for scope in resource.scope_spans for span in scope.spans)
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                """No output."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *exc):
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, request_id):
        """The span of a request."""

        def find():
            name = "http.response.header.x_request_id"
            return next((span for span in self.spans if attributes(span).get(name) == request_id), None)

        return wait_until(find, seconds=30, report=lambda: [attributes(span) for span in self.spans])


def attributes(span):
    values = ((item.key, item.value) for item in span.attributes)
    return {key: text(value.array_value.values[0] if value.array_value.values else value) for key, value in values}


def text(value):
    return value.string_value or str(value.int_value)


class TracedServer(Server):
    # What the program `opentelemetry-instrument` does.
    command = (
        sys.executable, "-c", "from opentelemetry.instrumentation.auto_instrumentation import run; run()",
        sys.executable, "manage.py", "serve",
    )  # fmt: skip


def test_request_of_each_worker_has_a_span_with_its_route_and_request_id():
    with Receiver() as receiver:
        settings = {
            "OTEL_SERVICE_NAME": "bank-portal",
            "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url,
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_METRICS_EXPORTER": "none",
            "OTEL_LOGS_EXPORTER": "none",
            "OTEL_BSP_SCHEDULE_DELAY": 100,
            "OTEL_INSTRUMENTATION_HTTP_CAPTURE_HEADERS_SERVER_RESPONSE": "x-request-id",
        }
        with TracedServer("traced", workers=2, **settings) as server:
            browser = server.browser()
            for _ in range(4):
                response = browser.get("/api/accounts/100000000190/")
                span = receiver.wait_for(response.headers["X-Request-Id"])
                assert span.name == "GET api/accounts/<account:number>/"
                assert attributes(span)["http.status_code"] == "401"
