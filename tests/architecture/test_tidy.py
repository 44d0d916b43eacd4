"""House rules that no linter knows. Each message says what to do."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = [path.relative_to(ROOT).as_posix() for path in sorted(ROOT.glob("src/**/*.py"))]
CORE = [name for name in FILES if name.startswith("src/bzr_domain/")]

FILE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40

INSTEAD = {
    "float": "use Decimal: a binary float does not add up",
    "open": "take the text or the parsed document as an argument; files are read in bzr_adapters",
    "print": "return the value; bzr_adapters.cli shows it",
    "input": "take the answer as an argument; bzr_adapters.cli asks",
    "eval": "add a case to the rulebook language instead of running text",
    "exec": "add a case to the rulebook language instead of running text",
    "datetime.now": "take the moment as an argument; bzr_adapters.bootstrap holds the clock",
    "datetime.today": "take the moment as an argument; bzr_adapters.bootstrap holds the clock",
    "date.today": "take the day as an argument; bzr_adapters.bootstrap holds the clock",
}

NAMELESS = {
    "one", "found", "said", "again", "given", "besides", "wish", "wishes", "hands", "taken", "made", "struck",
}  # fmt: skip
"""Words that say nothing of what they hold; a variable is a noun of docs/glossary.md."""

Problems = Iterator[tuple[int, str]]


def banned(tree: ast.Module) -> Problems:
    """Find exactness lost, and the world touched."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float(value)):
                yield node.lineno, f"float literal {value}: write Decimal('{value}')"
            case ast.Name(id=word) if word in INSTEAD:
                yield node.lineno, f"{word}: {INSTEAD[word]}"
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=attr):
                word = f"{owner}.{attr}"
                if word in INSTEAD:
                    yield node.lineno, f"{word}: {INSTEAD[word]}"


def long_functions(tree: ast.Module) -> Problems:
    """Find functions too long to see at once; the docstring is not counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            explained = ast.get_docstring(node) is not None and len(node.body) > 1
            lines = (node.end_lineno or 0) - node.body[explained].lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield (
                    node.lineno,
                    f"{node.name} has {lines} lines of at most {FUNCTION_LINES_MAX}: move leaves out",
                )


def undocumented(tree: ast.Module) -> Problems:
    """Find what is public and opens without a sentence; of an overloaded function, its body explains it."""
    if not ast.get_docstring(tree):
        yield 1, "the module needs a docstring: one sentence that says what it holds"
    public = [n for n in tree.body if isinstance(n, ast.ClassDef | ast.FunctionDef) and n.name[0] != "_"]
    for node in public:
        overloaded = any(isinstance(d, ast.Name) and d.id == "overload" for d in node.decorator_list)
        if not overloaded and not ast.get_docstring(node):
            yield (
                node.lineno,
                f"{node.name} needs a docstring: one sentence; for a rule, the regulation's words",
            )


def unfounded(tree: ast.Module) -> Problems:
    """Find refusals that rest on nothing."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Refused"), args=args, keywords=keywords):
                named = [word.value for word in keywords if word.arg == "clause"]
                if any(isinstance(one, ast.Constant) and not one.value for one in (*args, *named)):
                    yield node.lineno, "Refused needs the clause or the reading that refuses"


def nameless(tree: ast.Module) -> Problems:
    """Find variables, arguments and functions whose name says nothing of what they hold or do."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Name(id=name, ctx=ast.Store())
                | ast.arg(arg=name)
                | ast.FunctionDef(name=name)
                | ast.MatchAs(name=str(name))
            ) if name.lstrip("_") in NAMELESS:
                yield node.lineno, f"{name}: call it by the noun of what it holds, or by verb and object"


def problems(rule: Callable[[ast.Module], Problems], name: str) -> str:
    """Say where the file breaks the rule, one line each; nothing if it does not."""
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"), filename=name)
    return "".join(f"\n{name}:{line}: {message}" for line, message in rule(tree))


@pytest.mark.parametrize("name", CORE)
def test_the_core_is_exact_and_touches_nothing(name: str) -> None:
    """No float, file, screen, clock or run text in bzr_domain; the linters see imports, not builtins."""
    found = problems(banned, name)

    assert not found, found


@pytest.mark.parametrize("name", FILES)
def test_a_file_can_be_read_in_one_sitting(name: str) -> None:
    """A file has at most 400 lines, if it is one concept."""
    lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())

    assert lines <= FILE_LINES_MAX, f"{name} has {lines} lines; split it by what its parts are about"


@pytest.mark.parametrize("name", FILES)
def test_a_function_can_be_seen_at_once(name: str) -> None:
    """A function has at most 40 lines after its docstring and aims for 10."""
    found = problems(long_functions, name)

    assert not found, found


@pytest.mark.parametrize("name", FILES)
def test_everything_public_is_explained(name: str) -> None:
    """Every module, public class and public function opens with a sentence."""
    found = problems(undocumented, name)

    assert not found, found


@pytest.mark.parametrize("name", FILES)
def test_a_name_says_what_it_holds(name: str) -> None:
    """Plain words: no variable is called one, found or said."""
    found = problems(nameless, name)

    assert not found, found


@pytest.mark.parametrize("name", FILES)
def test_a_refusal_names_what_it_rests_on(name: str) -> None:
    """No rule says no without its clause."""
    found = problems(unfounded, name)

    assert not found, found


def test_the_changelog_speaks_of_scores_first() -> None:
    """A school looks for one thing in a release: whether its numbers move."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = [line for line in text.splitlines() if line.startswith(("## ", "### "))]

    wanted = ["## [Unreleased]", "### Scores", "### Added", "### Changed", "### Fixed"]
    assert wanted == headings[:5], "open CHANGELOG.md with [Unreleased], then Scores, Added, Changed, Fixed, once each"
    assert len(headings) == 5 or headings[5].startswith("## "), f"{headings[5]} stands there once more"
