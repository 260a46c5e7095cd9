"""Readable names of user agents."""

from functools import lru_cache

from ua_parser import parse


@lru_cache(maxsize=1024)
def browser_name(user_agent: str) -> str:
    """A name such as "Firefox 140 on Linux"; the first word of an unknown user agent; never empty."""
    return recognized_browser_name(user_agent) or (user_agent.split() or ["Unknown"])[0][:40]


@lru_cache(maxsize=1024)
def recognized_browser_name(user_agent: str) -> str:
    """The same for a user agent whose program is recognized, otherwise empty: without text that the sender chose."""
    found = parse(user_agent) if user_agent else None
    if found is None or found.user_agent is None:
        return ""
    name = found.user_agent.family
    if found.user_agent.major:
        name += f" {found.user_agent.major}"
    if found.os and found.os.family != "Other":
        name += f" on {found.os.family}"
    return name
