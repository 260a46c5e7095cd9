"""A mail server on a free port, which records the Message-ID of each mail that it receives."""

import re
import socketserver
import threading
from email import message_from_bytes


class SmtpServer:
    """`received` has the Message-ID of each mail, in order; a mail that is sent twice is in it twice.

    `on_mail` is called with the number of the mail before its acknowledgement.
    """

    def __init__(self, on_mail=lambda _: None):
        self.received, self.on_mail = [], on_mail
        self._lock = threading.Lock()
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exc):
        self._server.shutdown()
        self._server.server_close()

    def accept(self, data):
        with self._lock:
            self.received.append(message_from_bytes(data)["Message-ID"])
            number = len(self.received)
        self.on_mail(number)

    def _handler(self):
        smtp = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    self.talk()
                except OSError:  # the client was killed
                    return

            def talk(self):
                self.wfile.write(b"220 ready\r\n")
                for line in self.rfile:
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        smtp.accept(self.read_mail())
                    if verb == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    self.wfile.write(b"250 ok\r\n")

            def read_mail(self):
                lines = []
                for line in self.rfile:
                    if re.fullmatch(rb"\.\r?\n", line):
                        break
                    lines.append(line)
                return b"".join(lines)

        return Handler
