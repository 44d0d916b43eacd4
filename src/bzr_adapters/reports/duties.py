"""The duties of a class and period as a table for people."""

from collections.abc import Iterable, Sequence

from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.projections.duties import DutyLine
from bzr_domain.rulebook.duties import Duty


def duty_table(heading: Message, lines: Sequence[DutyLine], unfiled: int, lang: Lang) -> Iterable[str]:
    """Every duty with what is recorded for it, then those for which nothing is."""
    yield heading.in_(lang)
    yield ""
    head = Message("职责 记录 最近 依据", "duty facts last listed in").in_(lang).split(" ", 3)
    rows = [[_name(line.duty, lang), *_recorded(line), _cited(line.duty)] for line in lines]
    yield from aligned([head, *rows], right={1})
    bare = [_name(line.duty, lang) for line in lines if not line.facts]
    yield Message(
        f"没有任何记录:{'、'.join(bare) or '无'}", f"nothing recorded: {', '.join(bare) or 'none'}"
    ).in_(lang)
    if unfiled:
        yield Message(
            f"另有{unfiled}条事实的事项没有归在任何职责之下",
            f"{unfiled} facts are of kinds filed under no duty",
        ).in_(lang)


def _name(duty: Duty, lang: Lang) -> str:
    return duty.title if lang == "zh" else duty.id


def _recorded(line: DutyLine) -> tuple[str, str]:
    return str(len(line.facts)), line.facts[-1].on.isoformat() if line.facts else "—"


def _cited(duty: Duty) -> str:
    return " ".join(f"{regulation} {place};" for regulation, place in duty.cites.items()).rstrip(";")
