"""Compares two OpenAPI documents: `python -m tools.openapi_changes OLD NEW` lists what would break a client of OLD.

Nothing that a client may send or relies on is removed or narrowed, unless OLD says that it is deprecated: so each
change is announced one release before. Additions are not listed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

Json = dict[str, Any]
METHODS = ("get", "post", "put", "patch", "delete")
# Bounds of what may be sent: a new value must not allow less than the old one.
_UPPER, _LOWER = ("maximum", "maxLength", "maxItems"), ("minimum", "minLength", "minItems")


def changes(old: Json, new: Json) -> list[str]:
    """One line for each change that breaks clients."""
    return [f"{where}: {what}" for where, what in _Comparison(old, new).run()]


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new
        self._seen: set[tuple[str, str, bool]] = set()

    def run(self) -> Iterator[tuple[str, str]]:
        for path, item in self._old["paths"].items():
            for method in METHODS:
                operation = item.get(method)
                if operation is None or operation.get("deprecated"):
                    continue
                where = f"{method.upper()} {path}"
                other = self._new["paths"].get(path, {}).get(method)
                if other is None:
                    yield where, "the operation is removed"
                else:
                    yield from ((f"{where} {part}".rstrip(), what) for part, what in self._operation(operation, other))

    def _operation(self, old: Json, new: Json) -> Iterator[tuple[str, str]]:
        if old.get("operationId") != new.get("operationId"):
            yield "", f"the operation id {old.get('operationId')} is changed"
        yield from self._parameters(old, new)
        yield from self._request(old.get("requestBody"), new.get("requestBody"))
        for status, response in old.get("responses", {}).items():
            other = new.get("responses", {}).get(status)
            if other is None:
                if status.startswith("2"):
                    yield "", f"the response {status} is removed"
                continue
            for kind, media in self._resolve(self._old, response).get("content", {}).items():
                found = self._resolve(self._new, other).get("content", {}).get(kind)
                if found is None:
                    yield "", f"the response {status} is no {kind} any more"
                else:
                    schemas = media.get("schema", {}), found.get("schema", {})
                    yield from self._schema(f"response {status}", *schemas, sent=False)

    def _parameters(self, old: Json, new: Json) -> Iterator[tuple[str, str]]:
        before, after = self._by_name(self._old, old), self._by_name(self._new, new)
        for key, parameter in before.items():
            if key not in after and not parameter.get("deprecated"):
                yield f"parameter {key[1]}", "is removed"
            elif key in after:
                schemas = parameter.get("schema", {}), after[key].get("schema", {})
                yield from self._schema(f"parameter {key[1]}", *schemas, sent=True)
        for key, parameter in after.items():
            if parameter.get("required") and not before.get(key, {}).get("required"):
                yield f"parameter {key[1]}", "is required now"

    def _by_name(self, document: Json, operation: Json) -> dict[tuple[str, str], Json]:
        found = [self._resolve(document, parameter) for parameter in operation.get("parameters", [])]
        return {(parameter["in"], parameter["name"]): parameter for parameter in found}

    def _request(self, old: Json | None, new: Json | None) -> Iterator[tuple[str, str]]:
        if new is None:
            if old is not None:
                yield "request", "has no body any more"
            return
        if old is None:
            if new.get("required"):
                yield "request", "needs a body now"
            return
        for kind, media in old.get("content", {}).items():
            found = new.get("content", {}).get(kind)
            if found is None:
                yield "request", f"may not be {kind} any more"
            else:
                yield from self._schema("request", media.get("schema", {}), found.get("schema", {}), sent=True)

    def _schema(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[tuple[str, str]]:
        """`sent` are schemas of what clients send; the others are of what they receive."""
        old, new = _unwrapped(old), _unwrapped(new)
        key = (str(old.get("$ref", old)), str(new.get("$ref", new)), sent)
        if key in self._seen:  # the same change elsewhere, or a schema that contains itself
            return
        self._seen.add(key)
        old, new = self._merged(self._old, old), self._merged(self._new, new)
        if old.get("type") and new.get("type") and old["type"] != new["type"]:
            yield where, f"the type {old['type']} is changed to {new['type']}"
            return
        yield from self._properties(where, old, new, sent=sent)
        if "items" in old and "items" in new:
            yield from self._schema(f"{where}[]", old["items"], new["items"], sent=sent)
        if sent:
            yield from ((where, what) for what in _narrowed(old, new))
        elif new.get("nullable") and not old.get("nullable"):
            yield where, "may be null now"

    def _properties(self, where: str, old: Json, new: Json, *, sent: bool) -> Iterator[tuple[str, str]]:
        before, after = old.get("properties", {}), new.get("properties", {})
        for name, schema in before.items():
            path = f"{where}.{name}"
            if name in after:
                yield from self._schema(path, schema, after[name], sent=sent)
                if not sent and name in old.get("required", []) and name not in new.get("required", []):
                    yield path, "may be absent now"
            elif not schema.get("deprecated"):
                yield path, "is removed"
        if sent:
            for name in sorted(set(new.get("required", [])) - set(old.get("required", []))):
                yield f"{where}.{name}", "is required now"

    def _merged(self, document: Json, schema: Json) -> Json:
        """The schema without `$ref` and `allOf`."""
        schema = self._resolve(document, schema)
        merged = {name: value for name, value in schema.items() if name != "allOf"}
        for part in schema.get("allOf", []):
            for name, value in self._merged(document, part).items():
                known = merged.get(name)
                merged[name] = value if known is None else {**value, **known} if isinstance(known, dict) else known
        return merged

    def _resolve(self, document: Json, schema: Json) -> Json:
        while "$ref" in schema:
            found: Any = document
            for name in schema["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            schema = found
        return schema


def _unwrapped(schema: Json) -> Json:
    """The only part of an `allOf`."""
    parts = schema.get("allOf", [])
    return parts[0] if len(schema) == len(parts) == 1 else schema


def _narrowed(old: Json, new: Json) -> Iterator[str]:
    if "enum" in new and "enum" not in old:
        yield "only listed values are accepted now"
    elif "enum" in new and (missing := sorted(str(value) for value in set(old["enum"]) - set(new["enum"]))):
        yield f"the values {', '.join(missing)} are refused now"
    for name in _UPPER:
        if name in new and new[name] < old.get(name, float("inf")):
            yield f"{name} is {new[name]} now"
    for name in _LOWER:
        if name in new and new[name] > old.get(name, 0 if name != "minimum" else float("-inf")):
            yield f"{name} is {new[name]} now"
    if "pattern" in new and new["pattern"] != old.get("pattern"):
        yield "the pattern is changed"
    if old.get("nullable") and not new.get("nullable"):
        yield "null is refused now"


def main(old: str, new: str) -> int:
    """Prints the changes; 1 if there are any."""
    found = changes(*(yaml.safe_load(Path(name).read_text(encoding="utf-8")) for name in (old, new)))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
