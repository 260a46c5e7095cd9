"""Who is calling, as far as the network tells: the address, without believing the client, and the user agent."""

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

MAX_USER_AGENT = 255  # characters kept


@dataclass(frozen=True)
class Client:
    """What services and the audit trail may know of a request."""

    ip_address: str
    user_agent: str

    @property
    def network(self) -> str:
        """The key that limits count by: the IPv4 address, or the /64 that one IPv6 customer holds."""
        address = _parse(self.ip_address)
        if isinstance(address, IPv6Address):
            return str(IPv6Network((address, 64), strict=False))
        return self.ip_address


NO_CLIENT = Client(ip_address="", user_agent="")  # a command or a job, not a request


def client_of(request: HttpRequest) -> Client:
    """The caller of `request`."""
    agent = request.META.get("HTTP_USER_AGENT", "")[:MAX_USER_AGENT]
    # A header may carry any bytes; what is stored and shown is printable.
    agent = "".join(c for c in agent if c.isprintable())
    return Client(ip_address=_address(request), user_agent=agent)


def _address(request: HttpRequest) -> str:
    """The peer's address, or what our own outermost proxy wrote down.

    Each proxy appends the address it saw, so with n proxies of ours the n-th entry from the right is the
    last that we wrote ourselves. Fewer entries than n means that the request went round a proxy: then the
    header is the client's own, and only the peer is believed.
    """
    peer = request.META.get("REMOTE_ADDR", "")
    count = settings.TRUSTED_PROXY_COUNT  # guard: trusted-proxies
    if count:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if len(hops) >= count:
            forwarded = _parse(hops[-count])
            if forwarded:
                return str(forwarded)
    return str(_parse(peer) or "")


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    """An address without zone; an IPv4 address that comes mapped into IPv6 is the IPv4 address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
