"""Which changes are made to Python: found in its syntax tree, made in its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator

__all__ = ["python_changes"]

Change = tuple[int, str, str]

_COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
}
_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
    ast.Pow: ("**", "*"),
    ast.LShift: ("<<", ">>"),
    ast.RShift: (">>", "<<"),
    ast.BitAnd: ("&", "|"),
    ast.BitOr: ("|", "&"),
}
_NAMES = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "zeros": "ones",
    "ones": "zeros",
    "isfinite": "isnan",
}


class _Finder:
    def __init__(self, source: str) -> None:
        self._source = source
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))
        self.changes: list[Change] = []

    def _place(self, line: int, column_bytes: int) -> int:
        before = self._lines[line - 1].encode()[:column_bytes].decode()
        return self._starts[line - 1] + len(before)

    def _span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None  # noqa: S101
        assert node.end_col_offset is not None  # noqa: S101
        return (
            self._place(node.lineno, node.col_offset),
            self._place(node.end_lineno, node.end_col_offset),
        )

    def _replace(self, node: ast.expr | ast.stmt, new: str) -> None:
        begin, end = self._span(node)
        self.changes.append((begin, self._source[begin:end], new))

    def _between(self, left: ast.expr, right: ast.expr, old: str, new: str) -> None:
        """Replaces the operator that stands between two operands."""
        begin, end = self._span(left)[1], self._span(right)[0]
        at = self._source[begin:end].rindex(old) + begin
        self.changes.append((at, old, new))

    def visit(self, node: ast.AST) -> None:
        """Notes the changes of a node and of everything below it."""
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            return
        for child in _children(node):
            self.visit(child)
        if isinstance(node, ast.Compare):
            for left, op, right in zip(
                [node.left, *node.comparators], node.ops, node.comparators, strict=False
            ):
                old, news = _COMPARISONS[type(op)]
                for new in news:
                    self._between(left, right, old, new)
        elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
            self._between(node.left, node.right, *_OPERATORS[type(node.op)])
        elif isinstance(node, ast.BoolOp):
            old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            for left, right in zip(node.values, node.values[1:], strict=False):
                self._between(left, right, old, new)
        elif isinstance(node, ast.UnaryOp):
            inner = self._source[slice(*self._span(node.operand))]
            self._replace(node, f"({inner})")
        elif isinstance(node, ast.Constant):
            self._constant(node)
        elif isinstance(node, ast.Call):
            self._call(node)
        else:
            self._statement(node)

    def _constant(self, node: ast.Constant) -> None:
        value = node.value
        if isinstance(value, bool):
            self._replace(node, str(not value))
        elif isinstance(value, int):
            self._replace(node, f"({value} + 1)")
        elif isinstance(value, float):
            self._replace(node, f"({value!r} + 1)")
        elif isinstance(value, str) and value:
            begin, end = self._span(node)
            text = self._source[begin:end]
            if text[-1] in "'\"":
                quote = text.index(text[-1])
                self._replace(node, f"{text[: quote + 1]}XX{text[quote + 1 : -1]}XX{text[-1]}")

    def _call(self, node: ast.Call) -> None:
        name = node.func
        word = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "")
        if word in _NAMES:
            _, end = self._span(name)
            self.changes.append((end - len(word), word, _NAMES[word]))

    def _statement(self, node: ast.AST) -> None:
        if isinstance(node, (ast.If, ast.While, ast.IfExp)) and not isinstance(
            node.test, (ast.Compare, ast.UnaryOp)
        ):
            begin, end = self._span(node.test)
            self.changes.append(
                (begin, self._source[begin:end], f"not ({self._source[begin:end]})")
            )
        elif isinstance(node, ast.Return) and node.value is not None:
            if not (isinstance(node.value, ast.Constant) and node.value.value is None):
                self._replace(node.value, "None")
        elif isinstance(node, (ast.AugAssign, ast.Raise, ast.Expr)):
            if not isinstance(node, ast.Expr) or isinstance(node.value, ast.Call):
                self._replace(node, "pass")
        elif isinstance(node, ast.Continue):
            self._replace(node, "break")
        elif isinstance(node, ast.Break):
            self._replace(node, "continue")


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What runs below a node: no annotations, decorators, docstrings, exports and f-strings."""
    if isinstance(node, ast.JoinedStr):  # Python before 3.12 does not tell where their parts are
        return
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for one in value if isinstance(value, list) else [value]:
            is_text = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
            is_export = isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == "__all__"
            if isinstance(one, ast.AST) and not is_text and not is_export:
                yield one


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


def python_changes(source: str) -> list[Change]:
    """The changes (begin, old, new) of a Python file that leave it a Python file."""
    finder = _Finder(source)
    finder.visit(ast.parse(source))
    return [
        (begin, old, new)
        for begin, old, new in finder.changes
        if _parses(source[:begin] + new + source[begin + len(old) :])
    ]
