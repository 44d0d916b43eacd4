"""Duties (职责): the head teacher's tasks that regulations list without figures; fact kinds are filed under them."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message, Problem
from bzr_domain.rulebook.toml_values import TableReader


@attrs.frozen(kw_only=True)
class Duty:
    """A duty (职责); `cites` says where each regulation lists it: A2 → 第6点."""

    id: str
    title: str
    cites: Mapping[str, str] = attrs.field(factory=dict)


def parse_duties(readers: Iterable[TableReader], kinds: Iterable[Kind], problems: list[Problem]) -> dict[str, Duty]:
    """Parse the duties by id; add every problem of their tables and of the kinds filed under them."""
    duties: dict[str, Duty] = {}
    for reader in readers:
        duty = _parse_duty(reader)
        if duty.id in duties:
            what = Message(f"职责“{duty.id}”定义了两次", f"the duty {duty.id} is defined twice")
            problems.append(Problem(code="rulebook.defined-twice", what=what))
        duties[duty.id] = duty
    for kind in kinds:
        if kind.duty:
            reader = TableReader({}, f"kind {kind.id}", problems)
            reader.check_name("duty", kind.duty, duties, ("没有职责“{}”", "there is no duty {!r}"))
    return duties


def _parse_duty(reader: TableReader) -> Duty:
    reader.reject_unknown_words(("id", "title", "cites"))
    cites = reader.table.get("cites", {})
    if not isinstance(cites, dict) or not all(isinstance(place, str) for place in cites.values()):
        reader.add_problem(
            "cites",
            "应为细则到条款的对照表",
            "a table from regulations to their clauses is expected",
            code="table.bad-value",
        )
        cites = {}
    return Duty(id=reader.read_text("id"), title=reader.read_text("title"), cites=cites)
