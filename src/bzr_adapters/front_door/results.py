"""What was published, appealed, paid and reported, as the front door gives it (结果、申诉、绩效表、报告)."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from bzr_adapters.documents.pay_spreadsheet import pay_sheet
from bzr_adapters.documents.sentences import describe_head_alone, describe_head_may
from bzr_adapters.documents.spreadsheet import Block, Cell, Sheet
from bzr_adapters.front_door.comparisons import Change
from bzr_adapters.front_door.errors import Problem
from bzr_adapters.front_door.tables import AnswerTable
from bzr_adapters.front_door.values import Answer
from bzr_domain.kernel.messages import Message


@attrs.frozen(kw_only=True)
class Result(Answer):
    """A class's result for a period (考核结果): the total as published, and as computed now.

    Attributes:
        state: published, appealed, decided or final.
        until: The last day of the notice, included.
        digest: The digest of the published figures.
        recomputed: None where there is no statement any more.
        nothing_recorded: Why it was published although nothing was recorded; empty where something was.
        changed: Whether the command that returned it published it or made it final.
    """

    class_id: str
    class_name: str = attrs.field(repr=False, eq=False)
    period: str
    state: str
    until: date
    total: Decimal
    digest: str
    recomputed: Decimal | None
    nothing_recorded: str = ""
    changed: bool = False

    def _build_document(self) -> Mapping[str, Any]:
        return {
            "schema": "bzr.result/1",
            "class": self.class_id,
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            "state": self.state,
            "until": self.until.isoformat(),
            "digest": self.digest,
            "total": f"{self.total:.2f}",
            "recomputed": None if self.recomputed is None else f"{self.recomputed:.2f}",
            "nothing_recorded": self.nothing_recorded or None,
        }


@attrs.frozen(kw_only=True)
class Appeal(Answer):
    """An appeal against a published result (申诉).

    Attributes:
        about: The fact's id or the clause.
        by: Who filed it.
        deadline: The last day on which an appeal against this result can be filed.
        state: open, upheld or rejected.
        reason: Why it was decided so; empty while it is open.
        may_decide: The persons who may decide it while it is open; empty where no persons are registered, and so
            everybody may who had no hand in it, or where nobody is left.
        had_a_hand: Who recorded, saw or amended what it is about, while it is open; none of them decides.
        instead_of: Whom the head decides, or decided, instead of, since everybody who has the right had a hand in it;
            None where that is not so.
        moved: The totals that the decision moved.
    """

    id: str
    class_id: str
    class_name: str = attrs.field(repr=False, eq=False)
    period: str
    about: str
    by: str
    grounds: str
    deadline: date
    state: str
    reason: str
    may_decide: tuple[str, ...]
    had_a_hand: tuple[str, ...] = ()
    instead_of: tuple[str, ...] | None = None
    moved: tuple[Change, ...] = ()

    def _build_document(self) -> Mapping[str, Any]:
        return {"schema": "bzr.appeal/1", "as_of": self.as_of.isoformat(), **self.describe()}

    def describe(self) -> dict[str, Any]:
        """Return the appeal as it stands in a list."""
        return {
            "id": self.id,
            "class": self.class_id,
            "period": self.period,
            "about": self.about,
            "by": self.by,
            "grounds": self.grounds,
            "deadline": self.deadline.isoformat(),
            "state": self.state,
            "reason": self.reason,
            "may_decide": list(self.may_decide),
            "had_a_hand": list(self.had_a_hand),
            "instead_of": None if self.instead_of is None else list(self.instead_of),
            "moved": [
                {
                    "class": change.class_id,
                    "period": change.month,
                    "before": f"{change.before:.2f}",
                    "after": f"{change.after:.2f}",
                    "difference": f"{change.difference:.2f}",
                }
                for change in self.moved
            ],
        }


@attrs.frozen(kw_only=True)
class AppealList(AnswerTable):
    """Appeals in the order filed (申诉清单), `bzr.appeals/1`."""

    appeals: tuple[Appeal, ...]
    about: str = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return {
            "schema": "bzr.appeals/1",
            "as_of": self.as_of.isoformat(),
            "appeals": [appeal.describe() for appeal in self.appeals],
        }

    def build_sheet(self) -> Sheet:
        """Return a row for each appeal, and how many are open."""
        heads = Message(
            "编号|班级|时段|对象|申诉人|理由|公示到|状态|可以决定的人",
            "id|class|period|about|by|grounds|notice ends|state|may decide",
        )
        number, waiting = len(self.appeals), sum(appeal.state == "open" for appeal in self.appeals)
        counts = Message(f"共{number}件,其中未决{waiting}件", f"{number} appeals, {waiting} of them open")
        return Sheet(
            name=Message(f"{self.about} 申诉".lstrip(), f"{self.about} appeals".lstrip()),
            blocks=[
                Block(heads=heads.in_(self.lang).split("|"), rows=[_list_cells(appeal) for appeal in self.appeals])
            ],
            notes=[counts.in_(self.lang)],
        )


_APPEAL_STATES = {
    "open": Message("未决", "open"),
    "upheld": Message("成立", "upheld"),
    "rejected": Message("驳回", "rejected"),
}


def _list_cells(appeal: Appeal) -> list[Cell]:
    return [
        appeal.id,
        appeal.class_name if appeal.lang == "zh" else appeal.class_id,
        appeal.period,
        appeal.about,
        appeal.by,
        appeal.grounds,
        appeal.deadline,
        _APPEAL_STATES[appeal.state].in_(appeal.lang),
        _describe_deciders(appeal).in_(appeal.lang),
    ]


def _describe_deciders(appeal: Appeal) -> Message:
    """Who may decide an open appeal; of any, that the head decides alone (由校长决定), and why."""
    names = Message.listed(appeal.may_decide)
    if appeal.instead_of is not None:
        describe = describe_head_may if appeal.state == "open" else describe_head_alone
        return names + describe(appeal.instead_of)
    if appeal.state == "open" and not appeal.may_decide and appeal.had_a_hand:
        excluded = Message.listed(dict.fromkeys((*appeal.had_a_hand, appeal.by)))
        return Message(f"{excluded.zh}以外的人", f"anybody but {excluded.en}")
    return names if appeal.may_decide else Message("", "")


@attrs.frozen(kw_only=True)
class PayLine:
    """One head teacher on a pay sheet, in yuan: `payable` is assessment + seniority + adjustments."""

    teacher: str
    name: str
    base: Decimal
    assessment: Decimal
    seniority: Decimal
    adjustments: Decimal
    payable: Decimal


@attrs.frozen(kw_only=True)
class PaySheet(AnswerTable):
    """A month's pay sheet (绩效表), `bzr.pay/1`; `state` is none before it is prepared: then it says what it would say.

    Attributes:
        changed: Whether the command that returned it took a step.
    """

    period: str
    scheme: str
    state: str
    lines: tuple[PayLine, ...]
    changed: bool = False
    build_document: Callable[[], Mapping[str, Any]] = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return self.build_document()

    def build_sheet(self) -> Sheet:
        """Return the rows for finance, the remarks, and who signs."""
        return pay_sheet(self.source, self.lang)


@attrs.frozen(kw_only=True)
class Report(AnswerTable):
    """A report of rows (报告): duties, budget, audit trail, feedback, appointments, published results computed again.

    Attributes:
        ok: Whether it finds nothing wrong.
        changed: Whether the command that returned it recorded anything.
    """

    ok: bool
    rows: tuple[Mapping[str, Any], ...]
    problems: tuple[Problem, ...]
    changed: bool = False
    build_document: Callable[[], Mapping[str, Any]] = attrs.field(repr=False, eq=False)
    build_table: Callable[[], Sheet] = attrs.field(repr=False, eq=False)

    def _build_document(self) -> Mapping[str, Any]:
        return self.build_document()

    def build_sheet(self) -> Sheet:
        """Return the report as tables."""
        return self.build_table()
