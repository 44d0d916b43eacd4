"""Figures: what is published of a statement, and in what two publications differ."""

from decimal import Decimal

import attrs

from bzr_domain.publication.figures import compare_figures, extract_figures, list_titles
from tests.domain.publication.test_assessment_result import FIGURES
from tests.support.schools import findings, five, node, state, total

TEXT = (
    total("base = 100")
    + node("clause", "d", 'facts = "hygiene.finding"\npoints = -10', "total")
    + node("outcome", "pay", 'unit = "元"\nscores = "total"\npoints = 5')
    + node(
        "outcome",
        "bar",
        'scores = "total"\ntable = [{ under = 95, gives = true }, { from = 99, gives = false }]',
    )
)


def test_a_statement_is_published_by_its_figures() -> None:
    """Total, items and outcomes as text: money to the cent, a yes and a no."""
    statement = state(TEXT, findings(a=1))

    figures = extract_figures(statement)

    assert ("ta", statement.book.digest, Decimal(90)) == (figures.teacher, figures.rulebook, figures.total)
    assert (("pay", "450.00"), ("bar", "true")) == figures.outcomes
    assert ("bar", "false") in extract_figures(state(TEXT)).outcomes
    assert {"pay": "pay", "bar": "bar", "total": "total"} == list_titles(statement.book)


def test_a_class_without_a_head_teacher_publishes_none() -> None:
    """Nobody stands in the figures."""
    assert extract_figures(state(TEXT, register=five(tenures=()))).teacher is None


def test_differences_are_told_in_words() -> None:
    """The total first, titles in Chinese, ids in English, yes and no as words, a dash for nothing."""
    after_ = attrs.evolve(
        FIGURES,
        total=Decimal("90.00"),
        teacher=None,
        items=(("b", Decimal(1)),),
        outcomes=(("pay", ""), ("bar", "true")),
    )

    found = compare_figures(FIGURES, after_, {"a": "卫生", "bar": "不得评先"})

    assert [
        "总分 94.50 → 90.00", "班主任 t1 → —", "卫生 20 → —", "b — → 1", "pay 600 → —", "不得评先 — → 是",
    ] == [one.describe().zh for one in found]  # fmt: skip
    assert "bar — → yes" == found[-1].describe().en
