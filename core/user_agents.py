"""Readable names of user agents."""

from functools import lru_cache

from ua_parser import parse


@lru_cache(maxsize=1024)
def browser_name(user_agent: str) -> str:
    """A name such as "Firefox 140 on Linux"; the first word of an unknown user agent; never empty."""
    if not user_agent:
        return "Unknown"
    found = parse(user_agent)
    if found.user_agent is None:
        return user_agent.split(maxsplit=1)[0][:40] if user_agent.split() else "Unknown"
    name = found.user_agent.family
    if found.user_agent.major:
        name += f" {found.user_agent.major}"
    if found.os and found.os.family != "Other":
        name += f" on {found.os.family}"
    return name
