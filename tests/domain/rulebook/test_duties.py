"""Duties: what kinds are filed under, those of every rulebook and those of one's own."""

from pathlib import Path

import pytest

from bzr_adapters.intake.rulebook_files import list_shipped_rulebooks, read_common_kinds, read_rulebook_text
from bzr_domain.kernel.messages import BadRulebook
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from tests.support.builders import small_book

REGULATIONS = {"A2", "A5", "A12", "A14", "A15", "A18", "A19", "A20"}


def test_every_common_kind_is_filed_under_a_duty() -> None:
    """Whatever any school can record speaks to one of the seven duties, and each duty has kinds."""
    common = small_book("")

    assert set(common.duties) == {kind.duty for kind in common.kinds.values()}
    assert 7 == len(common.duties)


def test_every_regulation_without_figures_is_cited() -> None:
    """A2, A5, A12, A14, A15, A18–A20 list duties and nothing else."""
    assert REGULATIONS == {regulation for duty in small_book("").duties.values() for regulation in duty.cites}


def test_kinds_of_shipped_rulebooks_are_filed_unless_they_speak_to_every_duty() -> None:
    """An appraisal whose `item` names the duty judged stands under none of them."""
    books = [parse_rulebook(read_rulebook_text(name, Path()), read_common_kinds()) for name in list_shipped_rulebooks()]

    assert {
        "appraisal.grade",
        "assessment.part",
        "bonus.points",
        "duty.grade",
        "effect.deduction",
        "indicator.grade",
        "indicator.points",
        "quantitative.score",
        "rubric.grade",
    } == {kind.id for book in books for kind in book.kinds.values() if not kind.duty}


def test_faults_of_duties_are_said() -> None:
    """A duty twice, a kind under none that is there, a place that is no text, a word that is none."""
    with pytest.raises(BadRulebook) as caught:
        small_book(
            '[[duty]]\nid = "safety"\ntitle = "安全"\n[[duty]]\nid = "x"\ntitle = "甲"\ncites.A2 = 3\nkinds = 1\n'
            '[[kind]]\nid = "k"\ntitle = "乙"\nduty = "safty"\n',
        )

    assert [
        "职责“safety”定义了两次",
        "duty x:kinds:没有这个词",
        "duty x:cites:应为细则到条款的对照表",
        "kind k:duty:没有职责“safty”",
    ] == [problem.what.zh for problem in caught.value.problems]
