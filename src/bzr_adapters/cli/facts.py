"""`bzr facts`: what is recorded, with its ids."""

from collections.abc import Iterable

from bzr_adapters.cli.call import DONE, Call, in_zone
from bzr_adapters.cli.frame import AS_OF, JSON, Argument, Option, command
from bzr_adapters.cli.moments import (
    WrongCall,
    cell_named,
    looks_like_a_week,
    looks_like_days,
    period_named,
    unknown_term,
)
from bzr_adapters.documents.facts import Words, corrections, facts_document
from bzr_adapters.reports.facts import fact_lines
from bzr_domain.application.school_reader import SchoolReader, amendments_by_fact
from bzr_domain.kernel.errors import UnknownReference
from bzr_domain.kernel.messages import Message, nearest
from bzr_domain.kernel.periods import EVERYTHING, Period

"""Every day that can be recorded."""
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
def facts_command(
    call: Call, where: tuple[str, ...], kind: str | None, as_json: bool, as_of: str | None
) -> int:
    """List facts."""
    reader = call.reader(as_of)
    classes, period = _asked(reader, where)
    kind_id = None if kind is None else reader.find_kind_id(kind)
    facts = [
        one
        for class_id in classes
        for one in reader.current_facts(class_id, period)
        if kind_id in (None, one.fact.kind)
    ]
    if as_json:
        call.document(facts_document(facts, in_zone(reader), _words(reader, classes)))
    else:
        call.show(fact_lines(facts, _words(reader, []), call.lang, call.ink))
    return DONE


def _asked(reader: SchoolReader, where: tuple[str, ...]) -> tuple[list[str], Period | None]:
    """The classes asked about, and the period; a word is a period where it is written like one or names a term."""
    classes: list[str] = []
    periods: list[Period] = []
    for word in where:
        if looks_like_a_week(word):
            periods.append(cell_named(word, reader))
        elif looks_like_days(word) or word in reader.register.terms:
            periods.append(period_named(word, reader))
        else:
            classes.append(_class_named(reader, word))
    if len(classes) > 1 or len(periods) > 1:
        raise WrongCall(Message("最多写一个班级和一个时段", "at most one class and one period"))
    return classes or list(reader.register.classes), periods[0] if periods else None


def _class_named(reader: SchoolReader, word: str) -> str:
    """The class; a word that is none may have been meant as a term."""
    try:
        return reader.find_class_id(word)
    except UnknownReference:
        if nearest(word, reader.register.terms) is None:
            raise
    raise unknown_term(word, reader)


def _words(reader: SchoolReader, classes: Iterable[str]) -> Words:
    """What is needed to write facts, with what was done to those of some classes."""
    found = [history for class_id in classes for history in reader.class_histories(class_id, EVERYTHING)]
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes={one.id: one.name for one in reader.register.classes.values()},
        amendments=amendments_by_fact(found),
        corrections=corrections(found),
    )


COMMANDS = {"facts": facts_command}
