"""Seniority (班主任龄参考表): the whole school years that each head teacher has served, and what a month gives for them."""

from decimal import Decimal
from fractions import Fraction

import attrs

from bzr_domain.kernel.periods import Period
from bzr_domain.kernel.quantities import round_to_step
from bzr_domain.rulebook import language as lang
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.node import MONEY, Node
from bzr_domain.scoring import scale
from bzr_domain.scoring.loaded_school import LoadedSchool
from bzr_domain.scoring.services import find_services
from bzr_domain.scoring.subjects import count_years_served


@attrs.frozen(kw_only=True)
class Seniority:
    """One head teacher of a period.

    Attributes:
        classes: The ids of the classes.
        years: Whole school years served as head teacher at the start of the period.
        allowance: What the rulebook gives a month for so many years, in yuan, before the hours on duty; None where it says nothing.
    """

    teacher: str
    name: str
    classes: tuple[str, ...]
    years: int
    allowance: Decimal | None


def project_seniority(school: LoadedSchool, period: Period) -> tuple[Seniority, ...]:
    """Return everybody who had a class on a school day of a period, once each, in the order of the classes."""
    register, calendar = school.register, school.calendar
    listed: dict[str, Seniority] = {}
    for class_id in register.classes_in(period):
        schedule = school.find_schedule(class_id, period)
        node = None if schedule is None else _find_brackets(schedule.last)
        for service in find_services(register, calendar, class_id, period):
            years = count_years_served(register, calendar, service.teacher, period)
            before = listed.get(service.teacher)
            listed[service.teacher] = Seniority(
                teacher=service.teacher,
                name=service.name,
                classes=tuple(dict.fromkeys((*(before.classes if before is not None else ()), class_id))),
                years=years,
                allowance=_compute_allowance(node, years) if before is None else before.allowance,
            )
    return tuple(listed.values())


def _find_brackets(book: Book) -> Node | None:
    """Find what a rulebook gives a head teacher for the years served: its first node in yuan that reads them."""
    nodes = (node for node in book.nodes.values() if node.about == "teacher" and node.unit == MONEY and node.fixed)
    reading = (node for node in nodes if isinstance(node.source, lang.ScoreRows) and node.source.node == "years")
    return next(reading, None)


def _compute_allowance(node: Node | None, years: int) -> Decimal | None:
    value = None if node is None else scale.compute_value(node, Fraction(years))
    return round_to_step(value) if isinstance(value, Fraction) else None
