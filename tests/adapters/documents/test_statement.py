"""The documents are true to the statement, for every history."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import attrs
from hypothesis import given

from bzr_adapters.documents.explanation import EXPLAIN_1, explain_document
from bzr_adapters.documents.facts import Words
from bzr_adapters.documents.month_table import remarks
from bzr_adapters.documents.statement import Month, month_document, statement_object
from bzr_adapters.front_door.statements import publish_explanation, publish_month
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.ink import PLAIN
from bzr_adapters.reports.month import month_lines
from bzr_domain.kernel.messages import Problem
from bzr_domain.projections.explanation import Explanation, explain_statement
from bzr_domain.scoring.assessment import assess_class, find_scope, load_school
from bzr_domain.testing.strategies import Case, cases
from tests.support.builders import SEPTEMBER, as_current_facts, fact, monthly, stated, states
from tests.support.documents import list_faults
from tests.support.effort import fewer

NOON = datetime(2024, 10, 8, 4, tzinfo=UTC)
ZH = {"position": 7, "as_of": NOON, "lang": "zh"}
EN = ZH | {"lang": "en"}


def _explained(case: Case) -> Explanation:
    facts = as_current_facts(case.facts)
    scope = find_scope(load_school(case.register, case.books, facts, case.as_of), case.class_id, case.period)
    assert not isinstance(scope, Problem)
    found = assess_class(case.register, case.books, case.class_id, case.period, facts, case.as_of)
    return explain_statement(scope, stated(found), facts, {})


def _words(case: Case) -> Words:
    (book,) = case.books.values()
    return Words(kinds=book.kinds, zone=UTC)


def _leaves(clauses: list[Any]) -> list[Any]:
    return [leaf for clause in clauses for leaf in (_leaves(clause["parts"]) if clause["parts"] else [clause])]


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_an_explanation_accounts_for_every_point(case: Case) -> None:
    """For any history, an item's lines add up to its score, and those of the items to the total."""
    found = _explained(case)

    document = json.loads(json.dumps(explain_document(found, NOON, _words(case))))

    for item in document["items"]:
        assert Decimal(item["score"]) == sum(Decimal(line["counts"]) for line in item["lines"])
    assert Decimal(document["total"]) == sum(Decimal(item["score"]) for item in document["items"])


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_the_form_before_leads_from_nothing_to_the_score(case: Case) -> None:
    """`bzr.explain/1` keeps its keys: each line begins where the one before it ended, and a bound stands on its own."""
    document = explain_document(_explained(case), NOON, _words(case), EXPLAIN_1)

    assert [] == list_faults({**document, "position": 1})
    for item in document["items"]:
        score = Decimal("0.00")
        for line in item["lines"]:
            assert (score, score + Decimal(line["points"])) == (Decimal(line["before"]), Decimal(line["after"]))
            assert (line["bound"] is not None) == (line["points"] != line["nominal"])
            score = Decimal(line["after"])
        assert score == Decimal(item["score"])


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_the_month_and_its_explanation_say_the_same(case: Case) -> None:
    """For any history, the explanation is the statement's tree with facts in the place of their ids."""
    found = _explained(case)
    explained = explain_document(found, NOON, _words(case))

    plain = statement_object(found.statement)

    pairs = zip(plain["items"], explained["items"], strict=True)
    for one, other in pairs:
        leaves = zip(_leaves(one["clauses"]), _leaves(other["clauses"]), strict=True)
        for clause, same in leaves:
            assert clause["facts"] == [each["id"] for each in same["facts"]]
            assert (clause["points"], clause["tally"]) == (same["points"], same["tally"])
    assert plain["outcomes"] == explained["outcomes"]


@fewer(50, nightly=100)
@given(cases(monthly(), per="month"))
def test_every_history_can_be_shown(case: Case) -> None:
    """For any history, table and explanation come out in both languages, and the totals stand in them."""
    found = _explained(case)
    report = Month(school="示例中学", month=case.period, as_of=NOON, statements=[found.statement])

    total = month_document(report)["statements"][0]["total"]

    for head in (ZH, EN):
        assert any(total in line for line in month_lines(publish_month(report, head), PLAIN))
        lines = list(explain_lines(publish_explanation(found, _words(case), head), PLAIN))
        assert total in lines[0]
        assert all("\n" not in line for line in lines)


def test_remarks_say_what_a_reader_has_to_know() -> None:
    """Nothing recorded, provisional, not assessed, no figure set: each is said."""
    empty = states([], monthly())
    early = states([fact("hygiene.finding")], monthly(), as_of=date(2024, 9, 10))
    unset = states([fact("award.student", level="市级")], monthly())

    assert "本月没有任何记录" == remarks(empty)[0].zh
    assert "暂定,未到期(3.1、6.2)" == remarks(early)[0].zh
    assert "no figure set: 6.4" == remarks(unset)[-1].en


def test_classes_under_different_rulebooks_stand_in_tables_of_their_own() -> None:
    """Given two rulebooks in one month, then each table names its own, and the document each statement's."""
    one = states([fact("hygiene.finding")], monthly())
    other = attrs.evolve(one, book=attrs.evolve(one.book, id="other", digest="d", version=3))
    report = Month(school="示例中学", month=SEPTEMBER, as_of=NOON, statements=[one, other, one])

    lines = list(month_lines(publish_month(report, EN), PLAIN))
    document = month_document(report)

    assert ["rulebook: monthly-quantified version 1, source B9", "rulebook: other version 3, source B9"] == [
        line for line in lines if line.startswith("rulebook")
    ]
    assert ("monthly-quantified", 1) == (document["rulebook"], document["rulebook_version"])
    assert ["monthly-quantified", "other", "monthly-quantified"] == [s["rulebook"] for s in document["statements"]]
