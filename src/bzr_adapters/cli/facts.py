"""`bzr facts`: what is recorded, with its ids."""

from collections.abc import Collection, Sequence

from bzr_adapters.cli.arguments import AS_OF, JSON, OUTPUT
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.cli.failure import WrongCall
from bzr_adapters.reports.facts import fact_lines
from bzr_domain.kernel.messages import Message, nearest

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
    OUTPUT,
    JSON,
    AS_OF,
    examples=("bzr facts g1c1 2024-09", "bzr facts 2024-09-03", "bzr facts --kind 卫生不合格"),
)
def facts_command(call: Call, where: tuple[str, ...], kind: str | None, as_json: bool, as_of: str | None) -> int:
    """List facts."""
    from bzr_adapters import NotFound

    known = call.known_at(as_of)
    terms = [term.id for term in known.terms()]
    class_ref, period = _read_where(where, terms)
    try:
        if as_json or call.output is not None:
            listing = known.write_facts(class_ref, period, kind=kind)
            written = [] if call.output is None else call.export(listing)
            if as_json:
                call.show_text(listing.write_json())
            else:
                call.show_lines(written)
            return DONE
        parts = known.list_facts_in_parts(class_ref, period, kind=kind)
    except NotFound:
        if class_ref is not None and nearest(class_ref, terms) is not None:
            known.list_facts_in_parts(None, class_ref)  # it says which term may be meant
        raise
    for line in fact_lines(parts, call.lang, call.ink):
        call.show_lines([line])
    return DONE


def _read_where(where: Sequence[str], terms: Collection[str]) -> tuple[str | None, str | None]:
    """Return the class and the period; None where there is none.

    A word is a period where it is written like one or names a term; every other word is a class.

    Raises:
        WrongCall: When there are two classes or two periods.
    """
    from bzr_adapters.front_door.arguments import looks_like_period

    periods = [word for word in where if looks_like_period(word) or word in terms]
    classes = [word for word in where if word not in periods]
    if len(classes) > 1 or len(periods) > 1:
        raise WrongCall.of("最多写一个班级和一个时段", "at most one class and one period")
    return next(iter(classes), None), next(iter(periods), None)


COMMANDS = {"facts": facts_command}
