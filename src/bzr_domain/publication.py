"""What is published of a statement (公示内容), and in what two publications differ."""

from collections.abc import Iterable

import attrs

from bzr_domain.errors import Message
from bzr_domain.result_events import Figures
from bzr_domain.scoring.statement import Statement


def figures_of(statement: Statement) -> Figures:
    """What a statement says, as it is published."""
    return Figures(
        teacher=None if statement.teacher is None else statement.teacher.teacher,
        rulebook=statement.book.digest,
        total=statement.total,
        items=tuple((item.id, item.score) for item in statement.items),
        outcomes=tuple(
            (name, "" if value is None else _said(value)) for name, value in statement.outcomes.items()
        ),
    )


def _said(value: object) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


@attrs.frozen
class Difference:
    """One figure that is not what it was: its name, then and now."""

    name: Message
    before: str
    after: str


def differences(before: Figures, after: Figures) -> list[Difference]:
    """Every figure in which two publications of one class and period differ, the total first."""
    return list(_differences(before, after))


def _differences(before: Figures, after: Figures) -> Iterable[Difference]:
    pairs = [
        (Message("总分", "total"), str(before.total), str(after.total)),
        (Message("班主任", "head teacher"), before.teacher or "—", after.teacher or "—"),
        (Message("规则", "rulebook"), before.rulebook[:10], after.rulebook[:10]),
    ]
    for old, new in ((dict(before.items), dict(after.items)), (dict(before.outcomes), dict(after.outcomes))):
        names = dict.fromkeys([*old, *new])
        pairs += [(Message(name, name), str(old.get(name, "—")), str(new.get(name, "—"))) for name in names]
    return (Difference(*pair) for pair in pairs if pair[1] != pair[2])
