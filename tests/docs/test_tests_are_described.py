"""What the pages say of the tests is so."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from hypothesis import settings

TESTS = Path(__file__).parents[1]
PAGE = (TESTS / "README.md").read_text(encoding="utf-8")


def _decorators() -> Iterator[set[str]]:
    """Yield the names of the decorators of every test."""
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}


def test_so_many_tests_are_laws() -> None:
    """More than one in eight, as tests/README.md and docs/style.md say."""
    tests = list(_decorators())
    laws = [names for names in tests if "given" in names]

    assert 8 * len(laws) > len(tests)


def test_a_law_is_tried_so_often() -> None:
    """A hundred times each day, the same for everyone; two thousand times in the long run."""
    daily, nightly = settings.get_profile("ci"), settings.get_profile("nightly")

    assert (100, True) == (daily.max_examples, daily.derandomize)
    assert (2000, False) == (nightly.max_examples, nightly.derandomize)


def test_every_folder_of_tests_is_in_the_map() -> None:
    """A newcomer finds where a test goes."""
    folders = {path.name for path in TESTS.iterdir() if (path / "__init__.py").exists()}

    assert [] == sorted(name for name in folders if f"{name}/" not in PAGE)


def test_no_test_asks_the_clock_on_the_wall() -> None:
    """The moment is given; what is measured is measured in seconds of the processor. A benchmark may time a process."""
    clock = re.compile(r"perf_counter|monotonic|time\.time\(|(?<!actor)\.(?:now|today|utcnow)\(")
    paths = [path for path in TESTS.rglob("*.py") if path.parent.name != "benchmarks" and path != Path(__file__)]

    assert [] == [path.name for path in paths if clock.search(path.read_text(encoding="utf-8"))]
