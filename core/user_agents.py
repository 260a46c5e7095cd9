"""Readable names of user agents."""

from functools import lru_cache

from ua_parser import parse


@lru_cache(maxsize=1024)
def browser_name(user_agent: str) -> str:
    """A name such as "Firefox 140 on Linux"; the first word of an unknown user agent; never empty."""
    program, system = recognized_browser(user_agent)
    if not program:
        return (user_agent.split() or ["Unknown"])[0][:40]
    return f"{program} on {system}" if system else program


@lru_cache(maxsize=1024)
def recognized_browser(user_agent: str) -> tuple[str, str]:
    """Program and system of a user agent, empty where they are not recognized: without text that the sender chose."""
    found = parse(user_agent) if user_agent else None
    if found is None or found.user_agent is None:
        return "", ""
    program = found.user_agent.family
    if found.user_agent.major:
        program += f" {found.user_agent.major}"
    return program, found.os.family if found.os and found.os.family != "Other" else ""
