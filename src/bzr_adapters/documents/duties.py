"""The document `bzr.duties/1`: the duties of a class and period, with what was done for each and what went wrong (职责)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from bzr_adapters.documents.names import count_facts, label
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.documents.values import Document, fields
from bzr_domain.facts.fact import Fact
from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.kernel.periods import Period
from bzr_domain.projections.asked_counts import PeriodCount
from bzr_domain.projections.duties import DutyLine, DutyRecord, PointLine
from bzr_domain.register.roster import SchoolClass
from bzr_domain.rulebook.duty_points import AskedCount, FactName

Tallied = Mapping[FactName, Sequence[Fact]]
_OFTEN = {
    "week": Message("每周", "a week"),
    "month": Message("每月", "a month"),
    "term": Message("每学期", "a term"),
}


def duties_document(class_id: str, period: Period, as_of: datetime, record: DutyRecord) -> Document:
    """`bzr.duties/1`."""
    regulation = record.regulation
    return {
        "schema": "bzr.duties/1",
        "class": class_id,
        "period": period.name,
        "as_of": as_of.isoformat(),
        "duties": [_duty(line, record) for line in record.lines],
        "unfiled": len(record.unfiled),
        "regulation": None if regulation is None else fields(regulation, "id", "title"),
        "points": [_point(line, record) for line in record.points],
    }


def _duty(line: DutyLine, record: DutyRecord) -> Document:
    return {
        **fields(line.duty, "id", "title"),
        "cites": dict(line.cites),
        "facts": len(line.facts),
        "last": line.facts[-1].on.isoformat() if line.facts else None,
        "evidence": _tallies(_by_kind(line.facts), record),
        "failures": _tallies(_by_kind(line.failures), record),
        "measures": _tallies(_by_kind(line.measures), record),
    }


def _point(line: PointLine, record: DutyRecord) -> Document:
    return {
        **fields(line.point, "number", "title"),
        "duties": list(line.point.duties),
        "evidence": _tallies(line.recorded, record),
        "missing": [_name(name, record.kinds) for name in line.missing],
        "failures": _tallies(line.failures, record),
        "asks": [_asked(asked, periods, record) for asked, periods in line.counts.items()],
    }


def _asked(asked: AskedCount, periods: Iterable[PeriodCount], record: DutyRecord) -> Document:
    return {
        "facts": [_name(name, record.kinds) for name in asked.kinds],
        **fields(asked, "per", "count"),
        "each": asked.each or None,
        "periods": [
            {"period": each.period.name, **fields(each, "done", "asked", "closed", "missing")} for each in periods
        ],
    }


def _by_kind(facts: Iterable[Fact]) -> Tallied:
    tallied: dict[FactName, list[Fact]] = {}
    for fact in facts:
        tallied.setdefault(FactName(kind=fact.kind), []).append(fact)
    return tallied


def _tallies(tallied: Tallied, record: DutyRecord) -> list[Document]:
    return [
        {**_name(name, record.kinds), "facts": len(facts), "last": facts[-1].on.isoformat()}
        for name, facts in tallied.items()
    ]


def _name(name: FactName, kinds: Mapping[str, Kind]) -> Document:
    return {"kind": name.kind, "title": kinds[name.kind].title, "level": name.level or None}


def duties_sheet(school_class: SchoolClass, period: Period, record: DutyRecord, lang: Lang) -> Sheet:
    """Every duty, or every point of a regulation, with what was done and what went wrong; below, those for which nothing was done."""
    name, regulation = f"{school_class.name} {period.name}", record.regulation
    cited = "" if regulation is None else f" {regulation.id}"
    return Sheet(
        name=Message(
            f"{name} 职责与记录{cited}", f"{school_class.name}, {period.name}: duties and what is recorded{cited}"
        ),
        blocks=[_duty_block(record, lang)] if regulation is None else [_point_block(record, lang)],
        notes=[note.in_(lang) for note in (*_describe_asks(record), *_describe_gaps(record, lang))],
    )


def _describe_asks(record: DutyRecord) -> Iterable[Message]:
    """How often was done what is asked for a number of times, and in which periods it was done less often."""
    for line in record.points:
        for asked, periods in line.counts.items():
            called = Message.joined((_call(name, record.kinds) for name in asked.kinds), "或", " or ")
            often = _OFTEN[asked.per] + (Message("每名学生", " for each student") if asked.each else Message("", ""))
            unmet = [_describe_count(count) for count in periods if not count.met]
            met = len(periods) - len(unmet)
            enough = Message(f"够次数的时段{met}个", f"enough in {met} of {len(periods)}")
            told = Message.joined([enough, *([Message.listed(unmet)] if unmet else [])])
            yield Message(
                f"{line.point.number} {called.zh},{often.zh}至少{asked.count}次:{told.zh}",
                f"{line.point.number} {called.en}, at least {asked.count} {often.en}: {told.en}",
            )


def _describe_count(count: PeriodCount) -> Message:
    """How often in one period, and how many times are missing."""
    told = Message(f"{count.period.name} {count.done}次", f"{count.period.name} {count.done}")
    if count.asked is None:
        return told + Message("(没有登记学生人数,不能对照)", " (number of students not on record, not compared)")
    if not count.closed:
        return told + Message(f"(应有{count.asked}次,未到期)", f" (of {count.asked}, not over yet)")
    return told + Message(f"(应有{count.asked}次)", f" (of {count.asked})")


def _describe_gaps(record: DutyRecord, lang: Lang) -> Iterable[Message]:
    """For which duties or points no work was recorded, and how many facts belong nowhere."""
    bare = [label(line.duty, lang) for line in record.lines if not line.facts]
    if record.regulation is not None:
        bare = [line.point.number for line in record.points if not line.recorded]
    listed = Message.listed(bare)
    yield Message(f"没有工作记录:{listed.zh or '无'}", f"no work recorded: {listed.en or 'none'}")
    if record.unfiled and record.regulation is None:
        count = len(record.unfiled)
        yield Message(
            f"另有{count}条事实的事项没有归在任何职责之下", f"{count_facts(count)} of kinds filed under no duty"
        )


def _duty_block(record: DutyRecord, lang: Lang) -> Block:
    heads = Message("职责|做了的工作|最近|出了的问题|细则", "duty|work done|last|what went wrong|listed in")
    return Block(
        heads=heads.in_(lang).split("|"), rows=[_duty_row(line, record, lang) for line in record.lines], numbers={1}
    )


def _duty_row(line: DutyLine, record: DutyRecord, lang: Lang) -> list[Cell]:
    last = line.facts[-1].on if line.facts else None
    wrong = _list_tallies(_by_kind(line.failures), record, lang)
    return [label(line.duty, lang), len(line.facts), last, wrong, Message.listed(line.cites).in_(lang)]


def _point_block(record: DutyRecord, lang: Lang) -> Block:
    heads = Message(
        "条款|要求|做了的工作|还没有记录|出了的问题", "point|what it asks|work done|not recorded yet|what went wrong"
    )
    rows: list[list[Cell]] = [
        [
            line.point.number,
            line.point.title,
            _list_tallies(line.recorded, record, lang),
            Message.listed(_call(name, record.kinds) for name in line.missing).in_(lang) or None,
            _list_tallies(line.failures, record, lang),
        ]
        for line in record.points
    ]
    return Block(heads=heads.in_(lang).split("|"), rows=rows)


def _list_tallies(tallied: Tallied, record: DutyRecord, lang: Lang) -> str | None:
    """What was found with how often; a dash stands for None."""
    tallies = (
        _call(name, record.kinds) + Message(f"×{len(facts)}", f" ×{len(facts)}") for name, facts in tallied.items()
    )
    return Message.listed(tallies).in_(lang) or None


def _call(name: FactName, kinds: Mapping[str, Kind]) -> Message:
    """The kind by its label, its id in English, and the step of its level that is meant."""
    called = Message(kinds[name.kind].title, name.kind)
    return called + Message(f"({name.level})", f" ({name.level})") if name.level else called
