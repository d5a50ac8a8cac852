"""Small faults, as a tired person makes them: where in a source each can be put, and what it says.

Text in, mutations out; nothing is run here. Docstrings, annotations and imports are left alone.
"""

import ast
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.In: "not in", ast.NotIn: "in", ast.Is: "is not", ast.IsNot: "is",
    ast.Add: "-", ast.Sub: "+", ast.Mult: "//", ast.FloorDiv: "*", ast.Div: "*", ast.Mod: "*",
    ast.BitOr: "&", ast.BitAnd: "|", ast.And: "or", ast.Or: "and",
}  # fmt: skip
LOOKUPS = {"__lte": "__lt", "__lt": "__lte", "__gte": "__gt", "__gt": "__gte"}
METHODS = {"filter": "exclude", "exclude": "filter", "startswith": "endswith", "any": "all"}
METHODS |= {"endswith": "startswith", "all": "any", "min": "max", "max": "min"}
ASKING = {"filter", "exclude", "annotate", "alias", "order_by", "Q", "get", "update"}
UNTOUCHED = (ast.Import, ast.ImportFrom)


@dataclass(frozen=True)
class Mutation:
    """One fault: these bytes of the source become others; `line` counts from 1, `within` is it."""

    path: str
    line: int
    within: str
    begin: int
    end: int
    old: str
    new: str

    def applied(self, source: bytes) -> bytes:
        """Return the source with this fault in it."""
        return source[: self.begin] + self.new.encode() + source[self.end :]

    @property
    def described(self) -> tuple:
        """Return what it is, wherever in the file it stands."""
        return self.path, self.within, *(" ".join(part.split()) for part in (self.old, self.new))

    def __str__(self) -> str:
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{self.path}:{self.line}: {old[:120]}  ->  {new[:120] or '(nothing)'}"


class Source:
    """A file, and the places of its nodes as bytes."""

    def __init__(self, path: str, source: bytes):
        self.path, self.source = path, source
        self.starts = [0]
        for line in source.splitlines(keepends=True):
            self.starts.append(self.starts[-1] + len(line))

    def begin(self, node) -> int:
        return self.starts[node.lineno - 1] + node.col_offset

    def end(self, node) -> int:
        return self.starts[node.end_lineno - 1] + node.end_col_offset

    def text(self, node) -> str:
        return self.source[self.begin(node) : self.end(node)].decode()

    def made(self, node, new: str) -> Mutation:
        """Return the mutation that puts `new` in the place of a node."""
        return self.changed(self.begin(node), self.end(node), new)

    def changed(self, begin: int, end: int, new: str) -> Mutation:
        """Return the mutation that puts `new` in the place of these bytes."""
        line = bisect_right(self.starts, begin)
        within = self.source[self.starts[line - 1] : self.starts[line]].decode().strip()
        old = self.source[begin:end].decode()
        return Mutation(self.path, line, within, begin, end, old, new)

    def between(self, left, right, word: str) -> Mutation:
        """Return the mutation of the operator between two nodes; what is around it stays."""
        gap = self.source[self.end(left) : self.begin(right)].decode()
        opening, closing = gap.rpartition(")")[0:2], gap.partition("(")[1:3]
        before = "".join(opening) if ")" in gap else ""
        after = "".join(closing) if "(" in gap else ""
        return self.changed(self.end(left), self.begin(right), f"{before} {word} {after}")

    def mutations(self) -> list[Mutation]:
        """Return the faults to put in this file, in the order of the text; some are no Python."""
        found = {m for node in told(ast.parse(self.source)) for m in of_node(self, node)}
        return sorted(found, key=lambda m: (m.begin, m.end, m.new))

    def is_code(self, mutation: Mutation) -> bool:
        """Return whether the file is still Python, and other Python, with this fault in it."""
        try:
            changed = ast.parse(mutation.applied(self.source))
        except SyntaxError:
            return False
        return ast.dump(changed) != ast.dump(ast.parse(self.source))


def told(node) -> Iterator[ast.AST]:
    """Yield a node and what is below it, without docstrings, annotations and imports."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not is_untouched(child):
                yield from told(child)


def is_untouched(node) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return text or isinstance(node, UNTOUCHED)


def of_node(source: Source, node) -> Iterator[Mutation]:
    """Yield the faults that can be made at one node."""
    for kind, make in MAKERS.items():
        if isinstance(node, kind):
            yield from make(source, node)


def of_compare(source: Source, node) -> Iterator[Mutation]:
    sides = [node.left, *node.comparators]
    for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
        yield source.between(left, right, SWAPPED[type(operator)])


def of_bool(source: Source, node) -> Iterator[Mutation]:
    for left, right in zip(node.values, node.values[1:], strict=False):
        yield source.between(left, right, SWAPPED[type(node.op)])


def of_arithmetic(source: Source, node) -> Iterator[Mutation]:
    if type(node.op) in SWAPPED:
        yield source.between(node.left, node.right, SWAPPED[type(node.op)])


def of_constant(source: Source, node) -> Iterator[Mutation]:
    if isinstance(node.value, bool):
        yield source.made(node, str(not node.value))
    elif isinstance(node.value, int):
        yield source.made(node, str(node.value + 1))


def of_not(source: Source, node) -> Iterator[Mutation]:
    if isinstance(node.op, ast.Not):
        yield source.made(node, f"({source.text(node.operand)})")


def of_condition(source: Source, node) -> Iterator[Mutation]:
    yield source.made(node.test, f"(not ({source.text(node.test)}))")


def of_comprehension(source: Source, node) -> Iterator[Mutation]:
    for condition in node.ifs:
        yield source.made(condition, "True")


def of_return(source: Source, node) -> Iterator[Mutation]:
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield source.made(node.value, "None")


def of_statement(source: Source, node) -> Iterator[Mutation]:
    yield source.made(node, "pass")


def of_many(source: Source, node) -> Iterator[Mutation]:
    """Leave one out of a row of constants, such as the fields that a rule is about."""
    if len(node.elts) < 2 or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    for one in node.elts:
        if isinstance(one, ast.Constant):
            begin, end = source.begin(one), source.end(one)
            rest = source.source[end : source.end(node)].decode()
            comma = len(rest) - len(rest.lstrip(", \n")) if rest.lstrip().startswith(",") else 0
            yield source.changed(begin, end + comma, "")


def of_call(source: Source, node) -> Iterator[Mutation]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name in METHODS:
        yield renamed(source, node.func, name)
    for argument in [*node.args, *node.keywords] if name in ASKING else []:
        yield source.made(argument, "" if len(node.args) + len(node.keywords) == 1 else "**{}")


def renamed(source: Source, func, name: str) -> Mutation:
    """Return the fault of calling the opposite of a function or method."""
    text = source.text(func)
    return source.made(func, text[: len(text) - len(name)] + METHODS[name])


def of_keyword(source: Source, node) -> Iterator[Mutation]:
    for ending, other in LOOKUPS.items():
        if (node.arg or "").endswith(ending):
            name = node.arg.removesuffix(ending) + other
            yield source.made(node, f"{name}={source.text(node.value)}")


MAKERS = {
    ast.Compare: of_compare,
    ast.BoolOp: of_bool,
    ast.BinOp: of_arithmetic,
    ast.Constant: of_constant,
    ast.UnaryOp: of_not,
    (ast.If, ast.IfExp, ast.While): of_condition,
    ast.comprehension: of_comprehension,
    ast.Return: of_return,
    (ast.Raise, ast.Expr, ast.Delete, ast.AugAssign): of_statement,
    (ast.Tuple, ast.List, ast.Set): of_many,
    ast.Call: of_call,
    ast.keyword: of_keyword,
}
