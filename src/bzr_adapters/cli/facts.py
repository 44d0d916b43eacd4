"""`bzr facts`: what is recorded, with its ids."""

from collections.abc import Iterable

from bzr_adapters.cli.arguments import AS_OF, JSON
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.cli.read_periods import (
    explain_unknown_term,
    looks_like_day_or_month,
    looks_like_week,
    read_days,
    read_period,
)
from bzr_adapters.documents.facts import Words, facts_document, trace_corrections
from bzr_adapters.reports.facts import fact_lines
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.kernel.messages import Message, UnknownReference, nearest
from bzr_domain.kernel.periods import EVERYTHING, Period

WHERE = Argument(
    "where",
    label=Message("班级 时段", "CLASS PERIOD"),
    about=Message(
        "班级:编号或名称;时段:2024-09、2024-W36、2024-09-03 或学期编号;都可不写",
        "a class by id or name; a period: 2024-09, 2024-W36, 2024-09-03 or a term's id; either may be left out",
    ),
    nargs=-1,
    required=False,
)
KIND = Option(
    "--kind",
    about=Message("只列一种事项(编号或名称)", "only one kind of fact, by id or label"),
    value=Message("事项", "KIND"),
)


@command(
    "facts",
    Message("列出已记录的事实及其编号", "list the facts recorded, with their ids"),
    WHERE,
    KIND,
    JSON,
    AS_OF,
    examples=("bzr facts g1c1 2024-09", "bzr facts 2024-09-03", "bzr facts --kind 卫生不合格"),
)
def facts_command(call: Call, where: tuple[str, ...], kind: str | None, as_json: bool, as_of: str | None) -> int:
    """List facts."""
    reader = call.open_reader(as_of)
    classes, period = _read_where(reader, where)
    kind_id = None if kind is None else reader.find_kind_id(kind)
    facts = [
        current
        for class_id in classes
        for current in reader.current_facts(class_id, period)
        if kind_id in (None, current.fact.kind)
    ]
    if as_json:
        call.show_document(facts_document(facts, reader.local_as_of, _load_words(reader, classes, period)))
    else:
        call.show_lines(fact_lines(facts, _load_words(reader, [], period), call.lang, call.ink))
    return DONE


def _read_where(reader: SchoolReader, where: tuple[str, ...]) -> tuple[list[str], Period | None]:
    """Return the ids of the classes, and the period.

    A word is a period where it is written like one or names a term; every other word is a class.

    Raises:
        WrongCall: When there are two classes or two periods.
    """
    names: list[str] = []
    periods: list[Period] = []
    for word in where:
        if looks_like_week(word):
            periods.append(read_period(word, reader))
        elif looks_like_day_or_month(word) or word in reader.register.terms:
            periods.append(read_days(word, reader))
        else:
            names.append(word)
    period = periods[0] if periods else None
    classes = [_find_class_id(reader, name, period) for name in names]
    if len(classes) > 1 or len(periods) > 1:
        raise WrongCall.of("最多写一个班级和一个时段", "at most one class and one period")
    return classes or list(reader.register.classes), period


def _find_class_id(reader: SchoolReader, word: str, period: Period | None) -> str:
    """Return the class's id.

    Raises:
        UnknownReference: When there is no such class; it speaks of terms where the word is like the id of one.
    """
    try:
        return reader.find_class_id(word, period)
    except UnknownReference:
        if nearest(word, reader.register.terms) is None:
            raise
    raise explain_unknown_term(word, reader)


def _load_words(reader: SchoolReader, classes: Iterable[str], period: Period | None) -> Words:
    """Return what is needed to write facts, with what was done to those of some classes."""
    histories = [history for class_id in classes for history in reader.class_histories(class_id, EVERYTHING)]
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes=reader.class_names if period is None else reader.class_names_in(period),
        amendments=amendments_by_fact(histories),
        corrections=trace_corrections(histories),
    )


COMMANDS = {"facts": facts_command}
