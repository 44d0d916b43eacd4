"""Every code that the program gives stands on the page of codes, and every code of the page is given somewhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "error-codes.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", PAGE, re.MULTILINE)
SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.glob("src/**/*.py"))}
WITHOUT_OWN_CODE = {"BzrError", "UnknownReference", "StoreError"}
"""Classes of errors of several kinds: each error says its own."""


def _codes(tree: ast.Module) -> Iterator[str]:
    """The texts handed over as a code, or as one of several, and the codes of classes."""
    for node in ast.walk(tree):
        match node:
            case ast.keyword(arg=str(name), value=value) if name.endswith("code"):
                yield from _texts(value)
            case ast.ClassDef(body=body):
                for line in body:
                    match line:
                        case ast.Assign(targets=[ast.Name(id="code")], value=value):
                            yield from _texts(value)


def _texts(value: ast.expr) -> Iterator[str]:
    branches = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
    return (part.value for part in branches if isinstance(part, ast.Constant) and isinstance(part.value, str))


def test_the_page_has_a_row_for_each_code_that_is_given_and_for_no_other() -> None:
    """A new kind of fault is described where its code is looked up; one that is gone leaves the page."""
    written = {code for tree in SOURCES.values() for code in _codes(tree) if code}

    assert written == {code for code, _, _ in ROWS}


def test_a_code_stands_on_the_page_once() -> None:
    """One code, one meaning."""
    codes = [code for code, _, _ in ROWS]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(("code", "chinese", "english"), ROWS)
def test_a_code_is_area_and_fault_in_plain_ascii(code: str, chinese: str, english: str) -> None:
    """`area.what-is-wrong`, under a heading that names the area, and a line in each language."""
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", code)
    assert re.search(rf"^## .*`{code.partition('.')[0]}`", PAGE, re.MULTILINE)
    assert re.search(r"[一-鿿]", chinese)
    assert english.isascii()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_an_error_of_a_class_for_several_kinds_says_its_own_code(path: Path) -> None:
    """The type checker demands the code of a problem and of a refusal; of an error it cannot, as most classes have one."""
    bare = [
        f"line {node.lineno}"
        for node in ast.walk(SOURCES[path])
        if isinstance(node, ast.Call)
        and _class_called(node.func) in WITHOUT_OWN_CODE
        and not any(keyword.arg == "code" for keyword in node.keywords)
    ]

    assert not bare, f"{path.name}: {', '.join(bare)}: give code=…"


def _class_called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id=name), attr="of"):
            return name
        case _:
            return ""
