"""Explain a statement of a class (说明): follow each point back to the facts of its histories."""

from collections.abc import Sequence

from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.facts.fact_history import FactHistory
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.scoring.assessment import score_class


def explain_class(
    reader: SchoolReader, loaded: Sequence[FactHistory], class_id: str, period: Period, item_id: str | None = None
) -> Explanation | Problem:
    """Follow a class's statement back to its facts (说明), from the histories that it needs; of one item when its id is given."""
    school = reader.load_school_from(loaded)
    scored = score_class(school, class_id, period)
    if isinstance(scored, Problem):
        return scored
    return explain_statement(*scored, school.facts, amendments_by_fact(loaded), item_id)
