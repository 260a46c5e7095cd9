"""Finds code of an app that reads or changes rows of another app without its selectors and services."""

import ast
from pathlib import Path

from django.apps import apps
from django.db.models import QuerySet

from tests.servers import ROOT

FIRST_PARTY = {app.label for app in apps.get_app_configs() if Path(app.path).parent == ROOT}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# Accessors of the rows that refer to a row, such as `user.browser_sessions`, and the app that owns those rows.
REVERSE_ACCESSORS = {
    relation.get_accessor_name(): relation.related_model._meta.app_label
    for model in apps.get_models()
    for relation in model._meta.related_objects
}


def rows_of_other_apps(app, tree):
    """`(line, code)` of each such place in the syntax tree of a module of this app."""
    packages = _imported_names(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        root = _leftmost(node.value)
        package = packages.get(root.id) if isinstance(root, ast.Name) else None
        if isinstance(root, ast.Name) and root.id == "get_user_model":
            package = "users"
        owner = None
        if node.attr in MANAGERS:
            owner = package
        elif hasattr(QuerySet, node.attr) and isinstance(node.value, ast.Attribute):
            owner = REVERSE_ACCESSORS.get(node.value.attr)
        by_name = node.attr == "get_model" and package == "django"
        if by_name or owner in FIRST_PARTY - {app}:
            yield node.lineno, ast.unparse(node)


def _imported_names(tree):
    """`{name in the module: package that it is imported from}`."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {alias.asname or alias.name: node.module.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.asname or alias.name.split(".")[0]: alias.name.split(".")[0] for alias in node.names}
    return found


def _leftmost(node):
    """`a` of `a.b().c`."""
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node
