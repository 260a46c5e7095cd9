"""A step of a scenario: an operation, the values to send, and the checks of the response."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from tools.postman.document import Operation, Schema
from tools.postman.request import request_of

_NUMBER = re.compile(r"\{\{\w+_id\}\}")


@dataclass(frozen=True, kw_only=True)
class Step:
    """`operation` is an id of the document; paths into the response are Chai's, such as `results[0].amount`."""

    name: str
    operation: str
    status: int = 200
    body: Any = None
    path: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    bearer: str | None = None  # a token other than the stored one
    fresh: tuple[str, ...] = ()  # variables that get a new random value before the request
    copy: dict[str, str] = field(default_factory=dict)  # {variable: the variable it is taken from}, before the request
    expect: dict[str, Any] = field(default_factory=dict)  # {path into the response: value}
    expect_headers: dict[str, str] = field(default_factory=dict)
    checks: dict[str, str] = field(default_factory=dict)  # {name of the test: JavaScript that checks `answer`}
    keep: dict[str, str] = field(default_factory=dict)  # {variable: path into the response}


def refused(name: str, operation: str, status: int, code: str, **sent: Any) -> Step:
    """A step whose response is an error with this code."""
    return Step(name=name, operation=operation, status=status, expect={"code": code}, **sent)


def item_of(step: Step, operations: dict[str, Operation]) -> Schema:
    """The step as an item of a Postman folder."""
    request = request_of(
        operations[step.operation],
        body=step.body,
        path=step.path,
        query=step.query,
        headers=step.headers,
        bearer=step.bearer,
    )
    events = [event("prerequest", lines)] if (lines := _before(step)) else []
    return {"name": step.name, "event": [*events, event("test", _after(step))], "request": request}


def event(name: str, lines: list[str]) -> Schema:
    """A script that runs before the request (`prerequest`) or after its response (`test`)."""
    return {"listen": name, "script": {"type": "text/javascript", "exec": lines}}


def _before(step: Step) -> list[str]:
    copied = [_set(name, f"pm.variables.get({_js(source)})") for name, source in step.copy.items()]
    return copied + [_set(name, f"pm.variables.replaceIn({_js('{{$guid}}')})") for name in step.fresh]


def _after(step: Step) -> list[str]:
    lines = [_test(f"answers {step.status}", f"pm.response.to.have.status({step.status})")]
    if step.expect or step.checks or step.keep:
        lines.append("const answer = pm.response.json();")
    for path, value in step.expect.items():
        check = f"pm.expect(answer).to.have.nested.property({_js(path)}, {_expected(value)})"
        lines.append(_test(f"{path} is {_readable(value)}", check))
    for name, value in step.expect_headers.items():
        lines.append(_test(f"{name} is {value}", f"pm.response.to.have.header({_js(name)}, {_js(value)})"))
    lines += [_test(sentence, check) for sentence, check in step.checks.items()]
    return lines + [_set(name, f"answer{'' if path[0] == '[' else '.'}{path}") for name, path in step.keep.items()]


def _test(sentence: str, check: str) -> str:
    return f"pm.test({_js(sentence)}, () => {{ {check}; }});"


def _set(name: str, value: str) -> str:
    return f"pm.collectionVariables.set({_js(name)}, {value});"


def _expected(value: Any) -> str:
    """JavaScript for the expected value; its variables are replaced when the test runs."""
    if not isinstance(value, str) or "{{" not in value:
        return _js(value)
    filled = f"pm.variables.replaceIn({_js(value)})"
    return f"Number({filled})" if _NUMBER.fullmatch(value) else filled


def _readable(value: Any) -> str:
    """The value for the name of a test: a variable is written as its name."""
    return _js(value).strip('"').replace("{{", "").replace("}}", "")


def _js(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
