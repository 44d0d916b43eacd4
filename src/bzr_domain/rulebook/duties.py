"""Duties (职责): the head teacher's tasks that regulations list without figures; fact kinds are filed under them."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.facts.kinds import Kind
from bzr_domain.kernel.messages import Message, Problem, did_you_mean
from bzr_domain.rulebook.toml_values import TableReader


@attrs.frozen(kw_only=True)
class Duty:
    """A duty (职责); `cites` says where each regulation lists it: A2 → 第6点."""

    id: str
    title: str
    cites: Mapping[str, str] = attrs.field(factory=dict)


def parse_duties(
    tables: Iterable[Mapping[str, object]], kinds: Iterable[Kind]
) -> tuple[dict[str, Duty], list[Problem]]:
    """Parse the duties by id; return them with every problem of their tables and of the kinds filed under them."""
    duties: dict[str, Duty] = {}
    problems: list[Problem] = []
    for table in tables:
        duty = _parse_duty(TableReader(table, f"duty {table.get('id', '?')}", problems))
        if duty.id in duties:
            what = Message(f"职责“{duty.id}”定义了两次", f"the duty {duty.id} is defined twice")
            problems.append(Problem(what=what))
        duties[duty.id] = duty
    for kind in kinds:
        if kind.duty and kind.duty not in duties:
            what = Message(
                f"kind {kind.id}:duty:没有职责“{kind.duty}”",
                f"kind {kind.id}: duty: there is no duty {kind.duty!r}",
            )
            problems.append(Problem(field="duty", what=what, expected=did_you_mean(kind.duty, duties)))
    return duties, problems


def _parse_duty(reader: TableReader) -> Duty:
    reader.reject_unknown_words(("id", "title", "cites"))
    cites = reader.table.get("cites", {})
    if not isinstance(cites, dict) or not all(isinstance(place, str) for place in cites.values()):
        reader.add_problem(
            "cites", "应为细则到条款的对照表", "a table from regulations to their clauses is expected"
        )
        cites = {}
    return Duty(id=reader.read_text("id"), title=reader.read_text("title"), cites=cites)
