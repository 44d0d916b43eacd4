"""One door over the stores of several schools: each by its name, all by one question."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from bzr_adapters import BzrError, Invalid, MonthTable, NotFound, School, Schools, StoreUnavailable
from examples import district_month
from tests.adapters.front_door.schools import Clock, create_school, finding


@pytest.fixture
def addresses(tmp_path: Path, clock: Clock) -> dict[str, str]:
    """Two schools with a fact each, and one whose store is not there."""
    found = {name: f"sqlite:///{tmp_path}/{name}.db" for name in ("一中", "二中", "三中")}
    for count, name in enumerate(("一中", "二中"), 1):
        with create_school(address=found[name], clock=clock) as school:
            school.acting("李老师").record([finding() for _ in range(count)])
    return found


def test_one_question_asks_all_and_one_that_cannot_answer_keeps_nobody_from_answering(
    addresses: dict[str, str], clock: Clock
) -> None:
    """The answers stand under the names, in the order listed; the error of the one without a store beside them."""
    with Schools(addresses, clock=clock) as schools:
        answers = schools.ask(lambda school: school.month("2024-09"))

        assert ["一中", "二中", "三中"] == list(answers) == list(schools)
        assert isinstance(answers["三中"], NotFound)
        for name in ("一中", "二中"):
            assert isinstance(answers[name], MonthTable)
            assert answers[name] == schools[name].month("2024-09")
        assert schools["一中"].head() + 1 == schools["二中"].head()


def test_a_school_is_open_for_its_question_alone_unless_it_was_asked_for(
    addresses: dict[str, str], clock: Clock
) -> None:
    """So that hundreds of schools take up no more connections than are asked at a time; one that was open stays so."""
    with Schools(addresses, clock=clock) as schools:
        kept = schools["一中"]
        asked = schools.ask(lambda school: school)

        assert kept is asked["一中"]
        assert kept.head()
        other = asked["二中"]
        assert isinstance(other, School)
        with pytest.raises(StoreUnavailable):
            other.head()


def test_the_stores_are_listed_with_where_they_stand(addresses: dict[str, str], clock: Clock) -> None:
    """Without a password; one that is not there, and one that moved away, with what is wrong."""
    clock.set("2024-10-06T08:30+08:00")
    addresses["四中"] = "postgresql://user:secret@127.0.0.1:9/none?schema=four"
    with Schools(addresses, clock=clock, lang="en") as schools:
        schools["二中"].acting("李老师").record([finding("2024-09-04")])
        assert not schools["二中"].moved_to()
        schools["一中"].migrate(addresses["一中"].replace("一中", "new"))
        listed = schools.list_stores()
        first, second, third, fourth = listed.to_dict()["schools"]

        assert schools["二中"].head() == second["position"]
    assert ("2024-10-06T08:30:00+08:00", True, None) == (
        second["recorded_at"],
        second["reachable"],
        second["problem"],
    )
    assert ("store.moved", True) == (first["problem"]["code"], first["reachable"])
    assert "new.db" in first["problem"]["text"]
    assert ("store.not-a-store", False, None) == (third["problem"]["code"], third["reachable"], third["position"])
    assert "secret" not in str(listed)
    assert not fourth["reachable"]
    assert not listed.ok


def test_a_month_of_all_schools_is_one_sheet(
    tmp_path: Path, addresses: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """As the example writes it: a row for each class, and who did not answer on standard error."""
    file, sheet = write_list(tmp_path / "schools.toml", addresses), tmp_path / "month.csv"

    assert 1 == district_month.main([str(file), "2024-09", str(sheet)])

    with sheet.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.DictReader(read))
    with Schools(file) as schools:
        totals = [
            (name, str(each.total)) for name in ("一中", "二中") for each in schools[name].month("2024-09").statements
        ]
    assert totals == [(row["学校"], row["总分"]) for row in rows]
    assert "三中: " in capsys.readouterr().err
    shutil.copy(addresses["一中"].removeprefix("sqlite:///"), addresses["三中"].removeprefix("sqlite:///"))
    shutil.copy(
        addresses["一中"].removeprefix("sqlite:///") + ".keys", addresses["三中"].removeprefix("sqlite:///") + ".keys"
    )
    assert 0 == district_month.main([str(file), "2024-09", str(sheet)])


def write_list(file: Path, addresses: dict[str, str]) -> Path:
    """A file that lists schools."""
    lines = [f'[[school]]\nid = "{name}"\naddress = "{address}"\n' for name, address in addresses.items()]
    file.write_text("".join(lines), encoding="utf-8")
    return file


def test_a_school_is_opened_once_and_all_are_closed_together(addresses: dict[str, str], clock: Clock) -> None:
    """Afterwards each says that it is closed, also one that was never asked."""
    with Schools(addresses, clock=clock) as schools:
        school = schools["一中"]
        assert school is schools["一中"]
    schools.close()

    with pytest.raises(StoreUnavailable):
        school.head()
    for name in ("一中", "二中"):
        with pytest.raises(StoreUnavailable):
            schools[name]


def test_a_name_that_is_not_listed_is_told_with_the_near_one(addresses: dict[str, str]) -> None:
    """As every unknown name is; nothing is opened."""
    schools = Schools(addresses)

    with pytest.raises(NotFound, match="一中"):
        schools["一中学"]
    assert "四中" not in schools
    assert 3 == len(schools)


def test_the_addresses_can_stand_in_a_file(tmp_path: Path, addresses: dict[str, str]) -> None:
    """A server that a school moved to is a changed line."""
    file = write_list(tmp_path / "schools.toml", addresses)

    with Schools(file) as schools:
        assert isinstance(schools["二中"], School)


@pytest.mark.parametrize(
    "text",
    [
        "[[school]\n",
        'school = "一中"\n',
        '[[school]]\nid = "一中"\n',
        '[[school]]\nid = "一中"\naddress = 7\n',
        '[[school]]\nid = "一中"\naddress = "memory:"\nserver = "a"\n',
        '[[school]]\nid = "一中"\naddress = "memory:"\n' * 2,
    ],
)
def test_a_file_that_does_not_say_so_is_refused(tmp_path: Path, text: str) -> None:
    """With its name and the form that is expected."""
    file = tmp_path / "schools.toml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(Invalid, match=r"schools\.toml") as error:
        Schools(file)
    assert "schools.bad-entry" == error.value.code


def test_what_is_neither_is_a_wrong_call(tmp_path: Path) -> None:
    """A text is no mapping; a file that is not there is Invalid."""
    wrong: Any = "schools.toml"
    with pytest.raises(TypeError):
        Schools(wrong)
    with pytest.raises(BzrError):
        Schools(tmp_path / "none.toml")
