"""Runs of a line in the order in which they are printed: the Unicode Bidirectional Algorithm (UAX #9) for such lines.

The line is a paragraph from left to right, and stored text has no direction marks (`core.text`), so the rules about
embeddings, overrides and isolates are left out. Brackets are paired for ( ) [ ] { }.
"""

from itertools import groupby
from unicodedata import bidirectional

RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_OPENING = {"(": ")", "[": "]", "{": "}"}
_NUMBERS = frozenset({"EN", "AN"})
_STRONG = {"L": "L", "R": "R", "EN": "R", "AN": "R"}  # what neutral characters see (N0, N1)
_LEVELS = {"L": 0, "R": 1, "EN": 2, "AN": 2}


def is_left_to_right(text: str) -> bool:
    """Whether no character is written from right to left."""
    return RIGHT_TO_LEFT.isdisjoint(map(bidirectional, text))


def get_levels(text: str) -> list[int]:
    """The level of each character: odd levels are printed from right to left."""
    if is_left_to_right(text):
        return [0] * len(text)
    types = _resolve_weak(text)
    _pair_brackets(text, types)
    return [_LEVELS[each] for each in _resolve_neutral(types)]


def visual_order(levels: list[int]) -> list[int]:
    """The indices of runs with these levels, from left to right (L2)."""
    order = list(range(len(levels)))
    for level in range(max(levels, default=0), 0, -1):
        reordered: list[int] = []
        for reverse, group in groupby(order, key=lambda place: levels[place] >= level):
            run = list(group)
            reordered += reversed(run) if reverse else run
        order = reordered
    return order


def _resolve_weak(text: str) -> list[str]:
    """W1 to W7: marks and joiners take the type before them, numbers depend on the letters before them."""
    types: list[str] = []
    for character in text:
        each = bidirectional(character) or "L"
        types.append((types[-1] if types else "ON") if each in {"NSM", "BN"} else each)
    strong = "L"
    for place, each in enumerate(types):
        if each in {"L", "R", "AL"}:
            strong = each
        elif each == "EN" and strong == "AL":
            types[place] = "AN"
    types = ["R" if each == "AL" else each for each in types]
    _resolve_separators(types)
    strong = "L"
    for place, each in enumerate(types):
        if each in {"L", "R"}:
            strong = each
        elif each == "EN" and strong == "L":
            types[place] = "L"
    return types


def _resolve_separators(types: list[str]) -> None:
    """W4 to W6: one separator between two numbers, and signs beside a number, belong to the number."""
    for place in range(1, len(types) - 1):
        before, each, after = types[place - 1 : place + 2]
        if before == after and ((each == "CS" and before in _NUMBERS) or (each == "ES" and before == "EN")):
            types[place] = before
    start = 0
    for each, group in groupby(list(types)):
        end = start + len(list(group))
        if each == "ET" and "EN" in types[max(start - 1, 0) : start] + types[end : end + 1]:
            types[start:end] = ["EN"] * (end - start)
        start = end
    types[:] = ["ON" if each in {"ES", "ET", "CS"} else each for each in types]


def _pair_brackets(text: str, types: list[str]) -> None:
    """N0: both brackets of a pair take one direction."""
    for start, end in _bracket_pairs(text):
        inside = {_STRONG.get(each) for each in types[start + 1 : end]}
        before = next((_STRONG[each] for each in reversed(types[:start]) if each in _STRONG), "L")
        if "L" in inside:
            types[start] = types[end] = "L"
        elif "R" in inside:
            types[start] = types[end] = before


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for place, character in enumerate(text):
        if character in _OPENING:
            opened.append((_OPENING[character], place))
        elif (found := next((each for each in reversed(opened) if each[0] == character), None)) is not None:
            del opened[opened.index(found) :]
            pairs.append((found[1], place))
    return sorted(pairs)


def _resolve_neutral(types: list[str]) -> list[str]:
    """N1, N2: neutral characters between two of one direction take it, others that of the line."""
    resolved: list[str] = []
    for neutral, group in groupby(types, key=lambda each: each not in _STRONG):
        run = list(group)
        if neutral:
            before = _STRONG[types[len(resolved) - 1]] if resolved else "L"
            after = _STRONG[types[len(resolved) + len(run)]] if len(resolved) + len(run) < len(types) else "L"
            run = [before if before == after else "L"] * len(run)
        resolved += run
    return resolved
