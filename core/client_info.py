"""The client of a request: its address, which it cannot forge, and its user agent."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from core.exceptions import InvalidRequest
from core.logging.request_ids import ENVIRON_KEY, NO_REQUEST

MAX_USER_AGENT = 255  # characters kept
_CLIENT = "bankportal.client"  # in request.META: the client info of this request
# `203.0.113.7:4711`, `[2001:db8::1]:443` and `[2001:db8::1]`, as Azure, IIS and others write X-Forwarded-For.
_WITH_PORT = re.compile(r"(?P<v4>[0-9.]+):[0-9]{1,5}|\[(?P<v6>[0-9A-Fa-f:.%\w]+)\](?::[0-9]{1,5})?", re.ASCII)


class InvalidClientAddress(InvalidRequest):
    """400: the entry of X-Forwarded-For that one of our proxies should have written is not an address."""

    default_message = gettext_lazy("The address of the client could not be read.")


@dataclass(frozen=True)
class ClientInfo:
    """The client and ids of a request, for services and the audit log."""

    ip_address: str
    user_agent: str
    request_id: str = ""  # the server's own; empty for a command or a job
    client_request_id: str = ""

    @property
    def network(self) -> str:
        """The key that limits count by: the IPv4 address, or the /64 that one IPv6 customer holds."""
        address = parse_address(self.ip_address)
        return _network(address, 64) if isinstance(address, IPv6Address) else self.ip_address

    @property
    def networks(self) -> tuple[str, ...]:
        """`network`, and for IPv6 also the /56 and the /48 around it, which a household or a company may hold."""
        address = parse_address(self.ip_address)
        if isinstance(address, IPv6Address):
            return tuple(_network(address, length) for length in (64, 56, 48))
        return (self.ip_address,)


SYSTEM_CLIENT = ClientInfo(ip_address="", user_agent="")  # a command or a job, not a request


def get_client_info(request: HttpRequest) -> ClientInfo:
    """The client of `request`. Raises InvalidClientAddress, which `core.api.middleware` turns into a response."""
    client: ClientInfo | None = request.META.get(_CLIENT)
    if client is None:
        ids = request.META.get(ENVIRON_KEY, NO_REQUEST)
        client = ClientInfo(_address(request), _user_agent(request), ids.request_id, ids.client_request_id)
        request.META[_CLIENT] = client
    return client


def parse_address(text: str) -> IPv4Address | IPv6Address | None:
    """The address without its zone, an IPv4-mapped IPv6 address as IPv4; None if `text` is not an address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address


def _user_agent(request: HttpRequest) -> str:
    """Printable text. WSGI decodes headers as Latin-1, but most clients use UTF-8 for characters beyond ASCII."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    if not agent.isascii():
        raw = agent.encode("latin-1", errors="replace")
        try:
            agent = raw.decode()
        except UnicodeDecodeError:
            agent = raw.decode("latin-1")
    agent = agent[:MAX_USER_AGENT]
    return agent if agent.isprintable() else "".join(c for c in agent if c.isprintable())


def _address(request: HttpRequest) -> str:
    """The peer's address, or the one that our own outermost proxy recorded.

    Each proxy appends the address of its peer, so with n trusted proxies the n-th entry from the right is the first
    that one of them wrote, and the only one that is used. With fewer entries than n, the request bypassed a proxy:
    then the header comes from the client, and the peer's address is used. An entry of ours that is not an address is
    an error of the deployment; using the peer's address would make all clients one.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    count = settings.TRUSTED_PROXY_COUNT  # guard: trusted-proxies
    if count:
        # Empty elements of a list are ignored (RFC 9110 section 5.6.1).
        entries = [entry for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if (entry := part.strip())]
        if len(entries) >= count:
            forwarded = parse_address(_without_port(entries[-count]))
            if forwarded is None:
                raise InvalidClientAddress
            return str(forwarded)
    return str(parse_address(peer) or "")


def _network(address: IPv6Address, length: int) -> str:
    return str(IPv6Network((address, length), strict=False))


def _without_port(entry: str) -> str:
    match = _WITH_PORT.fullmatch(entry)
    return (match["v4"] or match["v6"]) if match else entry
