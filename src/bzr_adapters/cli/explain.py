"""`bzr explain`: every point back to fact, recorder and the clause's citation; `--without` shows it beside a statement without one fact."""

from collections.abc import Mapping, Sequence

import attrs

from bzr_adapters.cli.arguments import AS_OF, CLASS, FOR, JSON, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import format_problem
from bzr_adapters.cli.month import build_report
from bzr_adapters.cli.read_periods import read_period
from bzr_adapters.documents.explanation import explain_document
from bzr_adapters.documents.facts import Words, trace_corrections
from bzr_adapters.documents.what_if import without_object
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.without_fact import dispute_lines, pay_impact_lines
from bzr_domain.application.explain_class import explain_class
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.application.what_if import DisputedFact, dispute_fact
from bzr_domain.facts.fact_history import Amendment, FactHistory
from bzr_domain.kernel.messages import Message, Problem, Refused, UnknownReference, did_you_mean, list_near
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.explanation import Explanation
from bzr_domain.rulebook.book import Book

WITHOUT = Option(
    "--without",
    about=Message(
        "假如这条事实作废(编号可只写开头几位):前后对照,以及随之变动的一切",
        "as if this fact were void (id, or how it begins): both ways, and everything that moves with it",
    ),
    value=Message("编号", "FACT"),
)
ITEM = Argument(
    "item",
    label=Message("项目", "ITEM"),
    about=Message("编号或名称,如 hygiene 或 卫生;不写为全部", "by id or Chinese name; all when left out"),
    required=False,
)


@command(
    "explain",
    Message(
        "把每一分说明到事实、记录人和条款出处",
        "follow every point back to fact, recorder and the clause's citation",
    ),
    CLASS,
    PERIOD,
    ITEM,
    WITHOUT,
    JSON,
    AS_OF,
    FOR,
    examples=(
        "bzr explain g1c1 2024-09",
        "bzr explain '高一(1)班' 2024-09 卫生",
        "bzr explain g1c1 2024-autumn",
        "bzr explain g1c1 2024-09 --without 3fa9c1d2e4",
    ),
)
def explain_command(
    call: Call,
    class_ref: str,
    period: str,
    item: str | None,
    without: str | None,
    as_json: bool,
    as_of: str | None,
) -> int:
    """Explain a statement."""
    reader = call.open_reader(as_of)
    assessed = read_period(period, reader)
    class_id = reader.find_class_id(class_ref, assessed)
    disputed = None if without is None else dispute_fact(reader, without, class_id, assessed)
    if isinstance(disputed, Refused):
        return call.refuse(disputed)
    if isinstance(disputed, DisputedFact) and not as_json:
        return _show_without_fact(call, reader, disputed, item)
    explanation = disputed if isinstance(disputed, Problem) else explain_class(reader, class_id, assessed)
    if isinstance(explanation, Problem):
        what = Message(f"{period}没有考核表", f"there is no statement for {period}")
        return call.fail(what, [format_problem(explanation)])
    if item is not None:
        explanation = _select_item(explanation, item)
    reach = reader.register.calendar.widen_to_weeks(assessed)
    words = _build_words(reader, assessed, explanation.amendments, reader.class_histories(class_id, reach))
    if as_json:
        document = explain_document(explanation, assessed, reader.local_as_of, words)
        if isinstance(disputed, DisputedFact):
            document["without"] = without_object(
                disputed.dispute,
                disputed.pay_impacts,
                _build_disputed_words(reader, disputed),
                _find_disputed_item(disputed, item),
            )
        call.show_document(document)
    else:
        heading = build_report(reader, assessed)
        call.show_lines(explain_lines(explanation, heading, words, call.lang, call.ink))
    return DONE


def _select_item(explanation: Explanation, item: str) -> Explanation:
    item_id = _find_item_id(explanation.statement.book, item)
    accounts = tuple(account for account in explanation.accounts if account.item.id == item_id)
    return attrs.evolve(explanation, accounts=accounts)


def _find_item_id(book: Book, item: str) -> str:
    """Return the id of the item of that id or name.

    Raises:
        UnknownReference: When there is none.
    """
    item_id = book.item_named(item)
    if item_id is None:
        names = book.item_names()
        near = did_you_mean(item, names)
        raise UnknownReference.of(
            f"没有项目“{item}”;{near.zh}",
            f"there is no item {item!r}; {near.en}",
            code="rulebook.unknown-item",
            near=list_near(item, names),
        )
    return item_id


def _show_without_fact(call: Call, reader: SchoolReader, disputed: DisputedFact, item: str | None) -> int:
    """Show the statement with and without one fact, of one item where it is named, and what pay sheets it moves."""
    heading = build_report(reader, disputed.dispute.difference.before.period)
    words, item_id = _build_disputed_words(reader, disputed), _find_disputed_item(disputed, item)
    call.show_lines(dispute_lines(disputed.dispute, heading, words, call.lang, call.ink, item_id))
    call.show_lines(pay_impact_lines(disputed.pay_impacts, call.lang, call.ink))
    return DONE


def _find_disputed_item(disputed: DisputedFact, item: str | None) -> str | None:
    return None if item is None else _find_item_id(disputed.dispute.difference.before.book, item)


def _build_disputed_words(reader: SchoolReader, disputed: DisputedFact) -> Words:
    period = disputed.dispute.difference.before.period
    return _build_words(reader, period, amendments_by_fact([disputed.history]), [disputed.history])


def _build_words(
    reader: SchoolReader,
    period: Period,
    amendments: Mapping[str, Sequence[Amendment]],
    histories: Sequence[FactHistory],
) -> Words:
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes=reader.class_names_in(period),
        amendments=amendments,
        corrections=trace_corrections(histories),
    )


COMMANDS = {"explain": explain_command}
