"""A senior high school's published daily tables: recorded with a layout, every printed total compared.

The tables are made here in the form that schools publish. `make tables DATA=folder` runs the same comparison over a
folder of real ones.
"""

import csv
import os
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bzr_adapters.intake.layout import read_layout
from bzr_adapters.intake.school_file import read_school
from bzr_adapters.intake.wide_table import read_tables
from bzr_adapters.storage import create_store
from bzr_domain.application.compare_totals import compare_totals
from bzr_domain.application.recording import Recording
from bzr_domain.kernel.periods import month_of
from bzr_domain.projections.printed_totals import TotalComparison
from bzr_domain.register.declaration import Declaration
from tests.support import stores

HERE = Path(__file__).parent / "inspection"
GROUPS = [
    "一、纪律检查",
    *["二、卫生检查"] * 2,
    *["三、日常行为"] * 4,
    "四、安全与财产保管",
    *["五、住校生卫生、纪律"] * 2,
]
ITEMS = [
    "一、纪律检查",
    "教室卫生",
    "包干区卫生",
    "校牌、仪容仪表",
    "自行车停放",
    "眼保健操",
    "升旗仪式大课间操",
    "四、安全与财产保管",
    "寝室内务",
    "住宿纪律",
]
CELLS = ["", "", "", "0.5", "", "1", "", "0.5+0.5", "", "", "-1", "", "2.5", "", "", "1", ""]
CLASSES = [f"高{grade}（{number}）班" for grade in "一二三" for number in range(1, 17)]


def school_text(classes: list[str], first: date, last: date) -> str:
    """A school file for some classes, one term long, with the inspection rulebook."""
    text = f'[school]\nname = "某高级中学"\n\n[[term]]\nid = "term"\nstart = {first}\nend = {last}\n'
    for number, name in enumerate(classes, 1):
        text += f'\n[[class]]\nid = "c{number:02}"\nname = "{name}"\nstage = "senior"\ngrade = "{name[:2]}"\n'
    return f'{text}\n[[adopt]]\nrulebook = "{(HERE / "rulebook.toml").as_posix()}"\nfrom = {first}\n'


def write_table(folder: Path, day: date, shift: int) -> Path:
    """One day's table with the sums a school prints under 评分汇总; a blank sum is 0."""
    path = folder / f"{day}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([f"值周检查情况汇总 {day}"])
        writer.writerow(["", *GROUPS, "评分汇总"])
        writer.writerow(["", *ITEMS, "评分汇总"])
        for row, name in enumerate(CLASSES):
            cells = [CELLS[(row * 7 + column * 3 + shift) % len(CELLS)] for column in range(len(ITEMS))]
            total = sum((Decimal(part).copy_abs() for cell in cells for part in cell.split("+") if part), Decimal(0))
            writer.writerow([name, *cells, total or ""])
    return path


def record(tables: list[Path], classes: list[str], folder: Path) -> tuple[Recording, list[TotalComparison]]:
    """Set a school up for some tables, record them, and compare every printed total."""
    layout = read_layout(HERE / "layout.toml")
    incoming = [table for path in tables for table in read_tables(path, layout)]
    days = [total.on for one in incoming for total in one.totals]
    school = folder / "school.toml"
    text = school_text(classes, min(days) - timedelta(days=14), max(days) + timedelta(days=60))
    school.write_text(text, encoding="utf-8")
    declared = read_school(school)
    assert isinstance(declared, Declaration)
    recorder = stores.build_writer(create_store("memory:"), "检查组", lambda: datetime(2100, 1, 1, tzinfo=UTC))
    recorder.setup(declared)
    outcome = recorder.record(incoming)
    reader = recorder.reader()
    months = {month_of(day).first: month_of(day) for _, day in outcome.touched}
    found = [
        one
        for month in months.values()
        for id_ in reader.register.classes
        for one in compare_totals(reader, id_, month)
    ]
    return outcome, found


def test_every_printed_total_agrees_with_the_rulebook(tmp_path: Path) -> None:
    """Six days of 48 classes: 288 printed totals compared, none differs."""
    tables = [write_table(tmp_path, date(2010, 9, 6 + day), day) for day in range(5)]
    tables.append(write_table(tmp_path, date(2010, 10, 11), 5))

    outcome, found = record(tables, CLASSES, tmp_path)

    assert () == outcome.problems
    assert 288 == outcome.printed == len(found)
    assert [] == [one for one in found if not one.agrees]


def test_one_changed_cell_is_found_with_its_day_class_numbers_and_facts(tmp_path: Path) -> None:
    """A cell changed in a copy: one difference, naming both numbers and the records behind the computed one."""
    path = write_table(tmp_path, date(2010, 9, 6), 0)
    rows = path.read_text(encoding="utf-8-sig").splitlines()
    cells = rows[3].split(",")
    was = Decimal(cells[-1])
    cells[1] = "9"
    rows[3] = ",".join(cells)
    path.write_text("\n".join(rows), encoding="utf-8")

    _, found = record([path], CLASSES, tmp_path)

    (different,) = [one for one in found if not one.agrees]
    assert ("c01", date(2010, 9, 6)) == (different.printed.class_id, different.printed.on)
    assert (was, was + 9) == (different.printed.total, different.computed)
    assert len(different.facts) > 1


@pytest.mark.tables
def test_a_folder_of_real_tables(tmp_path: Path) -> None:
    """Every printed total of the folder named in BZR_TABLES agrees with the rulebook."""
    folder = os.environ.get("BZR_TABLES")
    assert folder, "name a folder of published tables: make tables DATA=folder"
    tables = sorted(Path(folder).glob("*.csv"))
    with tables[0].open(encoding="utf-8-sig", newline="") as file:
        classes = [row[0] for row in list(csv.reader(file))[3:]]

    outcome, found = record(tables, classes, tmp_path)

    print(f"{len(tables)} tables, {outcome.new} records, {len(found)} printed totals compared")
    assert () == outcome.problems
    assert [] == [one for one in found if not one.agrees]
