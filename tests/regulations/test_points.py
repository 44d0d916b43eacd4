"""Each point of duty that a regulation lists is shown by a fact of each of its kinds, and by no failure."""

import pytest

from bzr_adapters.intake.shipped_duties import read_regulations
from bzr_domain.facts.fact import Fact
from bzr_domain.projections.duties import PointLine, project_duties
from bzr_domain.rulebook.duty_points import DutyFiling, DutyPoint, Regulation
from tests.support.builders import fact, small_book

BOOK = small_book("")
FILING = DutyFiling(duties=BOOK.duties, kinds=BOOK.kinds, regulations=read_regulations())
POINTS = [(regulation, point) for regulation in FILING.regulations.values() for point in regulation.points]


@pytest.mark.parametrize(("regulation", "point"), POINTS, ids=[f"{one.id} {point.number}" for one, point in POINTS])
def test_a_fact_of_each_kind_is_the_evidence_of_a_point(regulation: Regulation, point: DutyPoint) -> None:
    """Nothing of it is missing then; what went wrong alone leaves all of it missing."""
    done = [fact(name.kind, level=name.level) for name in point.kinds]
    wrong = [fact(name.kind, level=name.level) for name in point.failures if BOOK.kinds[name.kind].shows == "failure"]

    shown = _find_line(regulation, point, *done)
    bare = _find_line(regulation, point, *wrong)

    assert () == shown.missing
    assert point.kinds == bare.missing


def _find_line(regulation: Regulation, point: DutyPoint, *facts: Fact) -> PointLine:
    (line,) = (line for line in project_duties(FILING, {}, facts, regulation).points if line.point == point)
    return line
