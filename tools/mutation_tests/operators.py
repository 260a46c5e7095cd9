"""The mutation operators: each changes the syntax tree at a guard's marker, and depends on no name in the code.

An operator is a function of a module's tree, the marked node in it, and all the code. `remove` fits most guards: what
it does depends on the kind of the marked node. The list of mutants names an operator for the others.
"""

import ast
from functools import partial

from tools.mutation_tests.markers import marked_node

NEVER, ALWAYS = ast.Constant(False), ast.Constant(True)


def mutated_sources(edits, code):
    """`{path: source}` of the modules that these edits, `{marker: operator}`, change in the `MarkedCode`."""
    places = {name: code.find_place(name) for name in edits}
    trees = {place.path: code.parse(place.path) for place in places.values()}
    # All nodes are found before the first is changed, for a change may move lines.
    marked = {name: marked_node(trees[place.path], place.line) for name, place in places.items()}
    for name, operator in edits.items():
        operator(trees[places[name].path], marked[name], code)
    return {path: ast.unparse(ast.fix_missing_locations(tree)) + "\n" for path, tree in trees.items()}


def remove(tree, node, code=None):
    """Removes a guard: a condition is false, `except` catches nothing, of `with` the body stays.

    `.select_for_update()` is not called. Any other statement, an element and a decorator are left out.
    """
    if isinstance(node, ast.If):
        node.test = NEVER
    elif isinstance(node, ast.ExceptHandler):
        node.type = ast.Tuple([], ast.Load())
    elif isinstance(node, ast.With):
        _replace(tree, node, node.body)
    elif isinstance(node, ast.stmt) and _locks(node):
        (call,) = _locks(node)
        _replace(tree, call, call.func.value)
    elif isinstance(node, ast.Expr):
        _replace(tree, node, ast.Pass())
    elif isinstance(node, ast.stmt):
        raise TypeError(f"no rule how to remove this statement: {ast.unparse(node)}")
    else:
        _leave_out(tree, node)


def always_true(tree, node, code=None):
    """The marked condition is always true."""
    node.test = ALWAYS


def drop_operand(number):
    """Drops an operand, by its index, of the marked `and` or `or`, or of the tuple that a comprehension runs over."""

    def change(tree, node, code=None):
        header = node.test if isinstance(node, ast.If) else node.value
        ((_, operands),) = [
            (part, operands) for part in ast.walk(header) if (operands := _operands(part)) and len(operands) > 1
        ]
        del operands[number]

    return change


def set_value(constant):
    """Replaces the marked value by a constant."""
    return partial(_change_value, change=lambda _: ast.Constant(constant))


def wrap(function):
    """Replaces the marked value, or the marked function itself, by what `function` returns for it."""

    def change(tree, node, code=None):
        if isinstance(node, ast.FunctionDef):
            node.decorator_list.append(_reference(function.__module__, function.__name__))
        else:
            _change_value(tree, node, change=lambda old: _call(function, old))

    return change


def wrap_call(function):
    """Replaces the function that the marked statement calls by what `function` returns for it."""

    def change(tree, node, code=None):
        node.value.func = _call(function, node.value.func)

    return change


def make_positional(tree, node, code=None):
    """Passes the items of the marked keyword argument as positional arguments."""
    (call,) = [part for part in ast.walk(tree) if isinstance(part, ast.Call) and node in part.keywords]
    call.keywords.remove(node)
    call.args.append(ast.Starred(node.value, ast.Load()))


def use_first_argument(tree, node, code=None):
    """Replaces the marked value by the first argument of the function around it."""
    given = _function_around(tree, node).args
    name = [*given.posonlyargs, *given.args, *given.kwonlyargs][0].arg
    _change_value(tree, node, change=lambda _: ast.Name(name, ast.Load()))


def move_to_top(tree, node, code=None):
    """Moves the marked statement to the top of its function."""
    function = _function_around(tree, node)
    _replace(tree, node, [])
    function.body.insert(1 if ast.get_docstring(function) else 0, node)


def _change_value(tree, node, code=None, *, change):
    if isinstance(node, ast.expr):  # an element
        _replace(tree, node, change(node))
    else:  # a keyword, or a statement that has a value
        node.value = change(node.value)


def _call(function, argument):
    return ast.Call(_reference(function.__module__, function.__name__), [argument], [])


def _reference(module, name):
    """`module.name`, as an expression that needs no import statement."""
    return ast.parse(f"__import__({module!r}, fromlist=[{name!r}]).{name}", mode="eval").body


def _locks(node):
    """The calls of `.select_for_update()` in a statement."""
    return [
        part
        for part in ast.walk(node)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute) and part.func.attr == "select_for_update"
    ]


def _operands(part):
    if isinstance(part, ast.BoolOp):
        return part.values
    if isinstance(part, ast.comprehension) and isinstance(part.iter, ast.Tuple):
        return part.iter.elts
    return []


def _function_around(tree, node):
    functions = [f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) and node in ast.walk(f)]
    return max(functions, key=lambda function: function.lineno)


def _leave_out(tree, element):
    for parent in ast.walk(tree):
        if isinstance(parent, ast.Dict) and element in parent.values:
            del parent.keys[parent.values.index(element)]
    _replace(tree, element, [])


def _replace(tree, old, new):
    """Puts `new`, a node or a list of nodes, where `old` stands."""
    for parent in ast.walk(tree):
        for name, content in ast.iter_fields(parent):
            if content is old:
                setattr(parent, name, new)
                return
            if isinstance(content, list) and old in content:
                index = content.index(old)
                content[index : index + 1] = new if isinstance(new, list) else [new]
                return
    raise LookupError("not in this tree")
