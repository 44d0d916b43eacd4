"""The budget (预算): outcomes about the whole school, and whom each of them adds up."""

from decimal import Decimal

from bzr_domain.projections.budget import project_budget
from bzr_domain.scoring.assessment import load_school
from tests.support.builders import adopted
from tests.support.schools import END, cell, five, node, rules, total

BUDGET = (
    total("base = 100")
    + node("outcome", "pay", 'unit = "元"\nscores = "students"\npoints = 2')
    + node("outcome", "sum", 'about = "school"\nunit = "元"\nscores = "pay"\ntake = "total"')
)


def test_each_class_adds_what_it_gives() -> None:
    """Two yuan for each student of a and b; the outcomes about a class, and other periods, are no budget."""
    book = rules(BUDGET)
    register = five(adoptions=(adopted(book, class_id="a"), adopted(book, class_id="b")))
    school = load_school(register, {book.digest: book}, [], END)

    (line,) = project_budget(school, cell("2024-09"))

    assert ("sum", Decimal(162)) == (line.node.id, line.result.value)
    assert (("a", Decimal(80)), ("b", Decimal(82))) == line.amounts
    assert [] == project_budget(school, cell("2024-autumn"))
