"""Duties: what kinds are filed under, those of every rulebook and those of one's own."""

from pathlib import Path

import pytest

from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks, read_common_kinds, read_rulebook_text
from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import small_book

POINTS = {
    "A1": 8, "A2": 8, "A3": 3, "A4": 10, "A5": 16, "A7": 3, "A8": 2, "A9": 10, "A10": 9, "A11": 10, "A12": 8, "A13": 4, "A14": 13, "A15": 13,
    "A17": 7, "A18": 7, "A19": 24, "A20": 6, "A21": 5, "B9": 8,
}  # fmt: skip
"""How many points each regulation has that lists duties."""


def test_every_common_kind_is_filed_under_a_duty() -> None:
    """Whatever any school can record speaks to one of the seven duties, and each duty has kinds."""
    common = small_book("")

    assert set(common.duties) == {kind.duty for kind in common.kinds.values()}
    assert 7 == len(common.duties)


def test_every_point_of_every_regulation_has_evidence_that_can_be_recorded() -> None:
    """Each number once, under duties that are there, shown by kinds and steps that are there; what went wrong is no evidence."""
    common, regulations = small_book(""), read_regulations()
    points = [(name, point) for name, regulation in regulations.items() for point in regulation.points]

    assert {name: len(regulation.points) for name, regulation in regulations.items()} == POINTS
    assert len({(name, point.number) for name, point in points}) == len(points)
    for name, point in points:
        named = (*point.kinds, *point.failures)
        levels = [(common.kinds[each.kind].field("level"), each.level) for each in named if each.level]
        assert point.title, name
        assert set(point.duties) <= set(common.duties), (name, point.number)
        assert point.kinds, (name, point.number)
        assert all(field is not None and level in field.scale for field, level in levels), (name, point.number)
        assert "failure" not in {common.kinds[each.kind].shows for each in point.kinds}, (name, point.number)
        fails = [common.kinds[each.kind] for each in point.failures]
        assert all(kind.shows == "failure" or kind.failing for kind in fails), (name, point.number)


def test_every_kind_of_work_is_evidence_of_some_point() -> None:
    """A kind that no regulation asks for would only be one more word to learn."""
    named = {each.kind for one in read_regulations().values() for point in one.points for each in point.kinds}

    assert {kind for kind in small_book("").kinds if kind.startswith(("work.", "teacher."))} <= named


def test_work_costs_nothing_under_rules_of_a_family() -> None:
    """The monthly rulebook gives points for a month without any `safety.*`: no work done is of a family that counts against."""
    safety = {kind.id for kind in small_book("").kinds.values() if kind.id.startswith("safety.")}

    assert {"failure"} == {small_book("").kinds[kind].shows for kind in safety}


def test_kinds_of_shipped_rulebooks_are_filed_unless_they_are_marks() -> None:
    """A mark or a judgement, whose item may name the duty judged, stands under none of them."""
    books = [parse_rulebook(read_rulebook_text(name, Path()), read_common_kinds()) for name in list_shipped_rulebooks()]
    unfiled = {
        kind.id: {field.name for field in kind.fields}
        for book in books
        for kind in book.kinds.values()
        if not kind.duty
    }

    assert {"duty.grade", "appraisal.grade", "bonus.points"} <= set(unfiled)
    assert {"contribution.outstanding"} >= {kind for kind, fields in unfiled.items() if not fields & {"value", "grade"}}


def test_faults_of_duties_are_said() -> None:
    """A duty twice, a kind under none that is there, a place that is no text, a word that is none."""
    with pytest.raises(BadRulebook) as caught:
        small_book(
            '[[duty]]\nid = "safety"\ntitle = "安全"\n[[duty]]\nid = "x"\ntitle = "甲"\ncites.A2 = 3\nkinds = 1\n'
            '[[kind]]\nid = "k"\ntitle = "乙"\nduty = "safty"\nshows = "fail"\nfailing = ["差"]\n',
        )

    assert [
        "kind k:shows:没有“fail”",
        "kind k:failing:等级和级别里没有“差”",
        "职责“safety”定义了两次",
        "duty x:kinds:没有这个词",
        "duty x:cites:应为细则到条款的对照表",
        "kind k:duty:没有职责“safty”",
    ] == [problem.what.zh for problem in caught.value.problems]
