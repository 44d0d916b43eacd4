"""A school of five classes over two terms, and statements of it under rulebooks of a few lines."""

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import attrs

from bzr_domain.facts.fact import Fact
from bzr_domain.kernel.periods import Period, rank_length
from bzr_domain.register.calendar import Term
from bzr_domain.register.roster import SchoolClass, Tenure
from bzr_domain.register.school_register import SchoolRegister
from bzr_domain.rulebook.book import Book
from bzr_domain.rulebook.parse_rulebook import parse_rulebook
from bzr_domain.scoring.assessment import assess_class, find_scope, load_school
from bzr_domain.scoring.evaluate import evaluate_node
from bzr_domain.scoring.statement import Statement
from bzr_domain.scoring.subject_view import Scope
from tests.support.builders import AUTUMN, KINDS, adopted, as_current_facts, fact, school, stated

SPRING = Term(id="2025-spring", start=date(2025, 2, 17), end=date(2025, 6, 27))
END = date(2025, 8, 31)
GRADES = {"a": "高一", "b": "高一", "c": "高一", "d": "高二", "e": "高二"}
TYPES = {"a": "普高班", "b": "普高班", "c": "创新班", "d": "普高班", "e": None}


@cache
def rules(text: str) -> Book:
    """A rulebook of these tables; its id is `r`."""
    return parse_rulebook(f'[rulebook]\nid = "r"\ntitle = "试"\n{text}', KINDS)


def node(heading: str, name: str, words: str, into: str = "") -> str:
    """One table: its heading, id and words."""
    target = f'into = "{into}"\n' if into else ""
    return f'[[{heading}]]\nid = "{name}"\ntitle = "{name}"\ncite = "试"\n{target}{words}\n'


def total(words: str = "") -> str:
    """The total, gathering."""
    return node("item", "total", words)


def five(*books: Book, **changes: Any) -> SchoolRegister:
    """Five classes a–e of two grades, each with a head teacher ta–te since 2021, under some rulebooks."""
    base = school(*(adopted(book) for book in books), terms=(AUTUMN, SPRING))
    classes = {
        name: SchoolClass(id=name, name=name, stage="senior", grade=grade, students=40 + n, class_type=TYPES[name])
        for n, (name, grade) in enumerate(GRADES.items())
    }
    tenures = tuple(
        Tenure(teacher=f"t{name}", name=f"师{name}", class_id=name, start=date(2021, 9, 1)) for name in classes
    )
    values: dict[str, Any] = {"classes": classes, "tenures": tenures, **changes}
    return attrs.evolve(base, **values)


def of(class_id: str, kind: str, on: str = "2024-09-03", **fields: Any) -> Fact:
    """A fact of one of the classes; about its head teacher where the fields name one."""
    return attrs.evolve(fact(kind, on, **fields), class_id=class_id)


def findings(**counts: int) -> list[Fact]:
    """So many findings on 3 September for each class."""
    return [of(name, "hygiene.finding", count=count) for name, count in counts.items()]


def cell(name: str) -> Period:
    """A month, a term or a school year of this school."""
    found = five().calendar.find_period(name)
    assert found is not None
    return found


def state(
    text: str,
    facts: Iterable[Fact] = (),
    class_id: str = "a",
    period: str = "2024-09",
    as_of: date = END,
    register: SchoolRegister | None = None,
) -> Statement:
    """The statement of a class, which has to come about."""
    book = rules(text)
    known = attrs.evolve(register or five(), adoptions=(adopted(book),))
    return stated(assess_class(known, {book.digest: book}, class_id, cell(period), as_current_facts(facts), as_of))


def everybody(text: str, facts: Iterable[Fact], key: str, period: str = "2024-09") -> list[object]:
    """What a node is worth for each of the five classes, computed in one loaded school."""
    book = rules(text)
    school = load_school(five(book), {book.digest: book}, as_current_facts(facts), END)
    found = []
    for class_id in GRADES:
        scope = find_scope(school, class_id, cell(period))
        assert isinstance(scope, Scope)
        found.append(_value(scope, key))
    return found


def worth(
    text: str,
    *facts: Fact,
    key: str = "x",
    period: str = "2024-09",
    as_of: date = END,
    register: SchoolRegister | None = None,
) -> object:
    """What one node is worth for class a."""
    book = rules(text)
    known = attrs.evolve(register or five(), adoptions=(adopted(book),))
    scope = find_scope(load_school(known, {book.digest: book}, as_current_facts(facts), as_of), "a", cell(period))
    assert isinstance(scope, Scope)
    return _value(scope, key)


def _value(scope: Scope, key: str) -> object:
    node = scope.schedule.book.nodes[key]
    view = scope.view.find_wider(node.about, scope.period)
    if view is None:
        return None
    own = scope.calendar.find_wider_period(node.per, scope.period)
    return evaluate_node(
        view,
        node,
        scope.period if rank_length(node.per) < rank_length(scope.period.per) else own or scope.period,
    ).value
