"""The duties of a class and period as a table for people."""

from collections.abc import Iterable

from bzr_adapters.front_door.results import Report
from bzr_adapters.reports.aligned import table
from bzr_adapters.reports.names import label
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.duties import DutyLine


def duty_lines(answer: Report) -> Iterable[str]:
    """Every duty with what is recorded for it, then those for which nothing is."""
    (school_class, period, lines, unfiled), lang = answer.source, answer.lang
    name = f"{school_class.name} {period.name}", f"{school_class.name}, {period.name}"
    yield Message(f"{name[0]} 职责与记录", f"{name[1]}: duties and what is recorded").in_(lang)
    yield ""
    heads = Message("职责|记录|最近|依据", "duty|facts|last|listed in")
    yield from table(heads, [_row(line, lang) for line in lines], lang, right={1})
    bare = Message.listed(label(line.duty, lang) for line in lines if not line.facts)
    yield Message(f"没有任何记录:{bare.zh or '无'}", f"nothing recorded: {bare.en or 'none'}").in_(lang)
    if unfiled:
        yield Message(
            f"另有{unfiled}条事实的事项没有归在任何职责之下",
            f"{unfiled} facts are of kinds filed under no duty",
        ).in_(lang)


def _row(line: DutyLine, lang: Lang) -> list[str]:
    last = str(line.facts[-1].on) if line.facts else "—"
    cites = "; ".join(f"{regulation} {place}" for regulation, place in line.duty.cites.items())
    return [label(line.duty, lang), str(len(line.facts)), last, cites]
