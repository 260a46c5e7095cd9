"""Starts nginx and HAProxy with the files of `deploy/`: only addresses, ports, paths and times are replaced."""

import contextlib
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from pathlib import Path

import httpx

from tests.servers import ROOT
from tools.mariadb import free_port

HOST = "api.bank.example"
SEARCHED = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
# Shorter times for slow clients, so that the tests do not wait for them.
NGINX_TIMES = {
    "client_header_timeout 15s": "client_header_timeout 1s",
    "client_body_timeout 10s": "client_body_timeout 1s",
}
HAPROXY_TIMES = {
    "timeout http-request 15s": "timeout http-request 1s",
    "inter 2s": "inter 100ms",
    "maxconn 20000": "maxconn 1000",
}


class Proxy:
    """A running proxy: `port` is that of TLS, `plain_port` that of HTTP, `log` its output and access log."""

    program: str
    file: Path

    def __init__(self, folder, certificate, servers):
        self.folder, self.certificate, self.servers = folder, certificate, servers
        self.port, self.plain_port = free_port(), free_port()
        self.log = folder / "log"
        self.binary = shutil.which(self.program, path=SEARCHED)

    def __enter__(self):
        self.write()
        with self.log.open("a") as log:
            self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return self
            time.sleep(0.05)
        raise AssertionError(self.log.read_text())

    def __exit__(self, *exc):
        self.process.terminate()
        self.process.wait(20)

    def replaced(self, times):
        """The text of the file with these replacements; each address of a server becomes that of one of ours."""
        text = self.file.read_text()
        for number, port in enumerate(self.servers):
            text = text.replace(f"10.0.0.1{number + 1}:8000", f"127.0.0.1:{port}")
        for old, new in times.items():
            assert old in text, old
            text = text.replace(old, new)
        assert not re.search(r"10\.0\.0\.", text), "an address that no server stands for"
        return text

    def client(self):
        """A client that trusts the certificate, for requests to `https://api.bank.example`."""
        return httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}", headers={"Host": HOST}, trust_env=False, timeout=30,
            verify=ssl.create_default_context(cafile=self.certificate.ca),
        )  # fmt: skip

    def request(self, client, method, path, **options):
        return client.request(method, path, extensions={"sni_hostname": HOST}, **options)

    def connect(self, name=HOST):
        """A TLS connection."""
        context = ssl.create_default_context(cafile=self.certificate.ca)
        plain = socket.create_connection(("127.0.0.1", self.port), 20)
        try:
            return context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise


class Nginx(Proxy):
    program, file = "nginx", ROOT / "deploy" / "nginx" / "bank-portal.conf"

    def write(self):
        text = self.replaced(NGINX_TIMES | {
            "listen 80": f"listen 127.0.0.1:{self.plain_port}",
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "/etc/nginx/tls/api.bank.example.pem": str(self.certificate.cert),
            "/etc/nginx/tls/api.bank.example.key": str(self.certificate.key),
            "/var/log/nginx/bank-portal.json": str(self.folder / "access.json"),
        })  # fmt: skip
        (self.folder / "bank-portal.conf").write_text(text)
        folders = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        # Otherwise its workers would run as another user, who cannot read the folders of tests.
        user = "user root;\n" if os.geteuid() == 0 else ""
        (self.folder / "nginx.conf").write_text(
            f"{user}daemon off;\nworker_processes 1;\npid {self.folder}/pid;\nerror_log stderr;\n"
            f"events {{ worker_connections 1024; }}\n"
            f"http {{\n{folders}include {self.folder}/bank-portal.conf;\n}}\n"
        )

    def command(self):
        return [self.binary, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e", "stderr"]

    def check(self):
        self.write()
        return subprocess.run([*self.command(), "-t"], capture_output=True, text=True)

    def access_log(self):
        return (self.folder / "access.json").read_text()


class NginxWithApplication(Nginx):
    """Serves the API and the application in the folder `application` on the host `api.bank.example`."""

    snippet = Nginx.file.with_name("bank-portal-application.conf")
    include = "include /etc/nginx/snippets/bank-portal-application.conf;"

    def __init__(self, folder, certificate, servers, application):
        super().__init__(folder, certificate, servers)
        self.application = application

    def replaced(self, times):
        own = self.folder / self.snippet.name
        own.write_text(self.snippet.read_text().replace("/srv/bank-portal-application", str(self.application)))
        return super().replaced(times | {f"# {self.include}": f"include {own};"})


class HAProxy(Proxy):
    program, file = "haproxy", ROOT / "deploy" / "haproxy" / "haproxy.cfg"

    def write(self):
        pem = self.folder / "tls.pem"
        pem.write_text(self.certificate.cert.read_text() + self.certificate.key.read_text())
        text = self.replaced(HAPROXY_TIMES | {
            "bind :80": f"bind 127.0.0.1:{self.plain_port}",
            "bind :443": f"bind 127.0.0.1:{self.port}",
            "/etc/haproxy/tls/api.bank.example.pem": str(pem),
            "/run/haproxy/admin.sock": str(self.folder / "admin.sock"),
            "log /dev/log local0": "log stdout format raw local0",
            "    user haproxy\n    group haproxy\n": "",
        })  # fmt: skip
        (self.folder / "haproxy.cfg").write_text(text)

    def command(self):
        return [self.binary, "-db", "-f", str(self.folder / "haproxy.cfg")]

    def check(self):
        self.write()
        return subprocess.run(
            [self.binary, "-c", "-f", str(self.folder / "haproxy.cfg")], capture_output=True, text=True
        )

    def access_log(self):
        return self.log.read_text()
