"""docs/architecture.md shows the house as it stands."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
PICTURE = PAGE[PAGE.index("src/bzr_domain/ ") :].split("```")[0]
DRAWN = {
    package: re.findall(r"^  (\w+)(?:/|\.py) ", part, re.MULTILINE)
    for package, part in re.findall(r"src/(\w+)/ (.*?)(?=^src/|\Z)", PICTURE, re.MULTILINE | re.DOTALL)
}
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("package", ["bzr_domain", "bzr_adapters"])
def test_the_plan_shows_every_room_in_the_order_of_its_floors(package: str) -> None:
    """The rooms drawn are those of the import contract, from the top floor down."""
    (layers,) = [contract["layers"] for contract in CONTRACTS if contract.get("containers") == [package]]
    rooms = [sorted(layer.strip("()").split(" | ")) for layer in layers]
    drawn = iter(DRAWN[package])

    assert rooms == [sorted(next(drawn) for _ in layer) for layer in rooms]
    assert [] == list(drawn)


@pytest.mark.parametrize("package", ["bzr_domain", "bzr_adapters"])
def test_nothing_loose_stands_beside_the_rooms(package: str) -> None:
    """A folder or module at the top of a package is a room of the plan."""
    tops = {
        path.stem
        for path in (ROOT / "src" / package).iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }

    assert tops - {"__init__"} == set(DRAWN[package])


@pytest.mark.parametrize("line", [line for line in PICTURE.splitlines() if re.search(r" [A-Z]\w+[a-z]$", line)])
def test_an_aggregate_of_the_plan_stands_in_its_room(line: str) -> None:
    """Each class named at the end of a room's line is defined in that room."""
    room, names = line.split(maxsplit=1)[0], re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", line)
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src" / "bzr_domain" / room).rglob("*.py"))

    assert [] == [name for name in names if f"class {name}" not in code]


@pytest.mark.parametrize("room", [name for name in DRAWN["bzr_domain"] if name != "events"])
def test_a_room_says_what_lives_there_and_what_may_enter(room: str) -> None:
    """In the docstring of its package: two sentences."""
    text = (ROOT / "src" / "bzr_domain" / room / "__init__.py").read_text(encoding="utf-8")

    assert 2 == len(re.findall(r"\.(?=\s|\"\"\")", text.split('"""')[1] + '"""')), text
