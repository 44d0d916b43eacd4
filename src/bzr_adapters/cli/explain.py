"""`bzr explain`: every point back to fact, recorder and the clause's citation; `--without` shows it beside a statement without one fact."""

from bzr_adapters.cli.arguments import AS_OF, CLASS, FOR, JSON, OUTPUT, PERIOD
from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, Option, command
from bzr_adapters.reports.explanation import explain_lines
from bzr_adapters.reports.without_fact import dispute_lines
from bzr_domain.kernel.messages import Message

WITHOUT = Option(
    "--without",
    about=Message(
        "假如这条事实作废(编号可只写开头几位):前后对照,以及随之变动的一切",
        "as if this fact were void (id, or how it begins): both ways, and everything that moves with it",
    ),
    value=Message("编号", "FACT"),
)
SCHEMA = Option(
    "--schema",
    about=Message(
        "给出哪一种文档:bzr.explain/2(--json 所给的),或这一版还保留的 bzr.explain/1",
        "which document to give: bzr.explain/2, as --json does, or bzr.explain/1, kept for this version",
    ),
    value=Message("名称", "NAME"),
)
ITEM = Argument(
    "item",
    label=Message("项目", "ITEM"),
    about=Message("编号或名称,如 hygiene 或 卫生;不写为全部", "by id or Chinese name; all when left out"),
    required=False,
)


@command(
    "explain",
    Message(
        "把每一分说明到事实、记录人和条款出处",
        "follow every point back to fact, recorder and the clause's citation",
    ),
    CLASS,
    PERIOD,
    ITEM,
    WITHOUT,
    OUTPUT,
    JSON,
    SCHEMA,
    AS_OF,
    FOR,
    examples=(
        "bzr explain g1c1 2024-09",
        "bzr explain '高一(1)班' 2024-09 卫生",
        "bzr explain g1c1 2024-autumn",
        "bzr explain g1c1 2024-09 --without 3fa9c1d2e4",
    ),
)
def explain_command(
    call: Call,
    class_ref: str,
    period: str,
    item: str | None,
    without: str | None,
    as_json: bool,
    schema: str | None,
    as_of: str | None,
) -> int:
    """Explain a statement."""
    as_json = as_json or schema is not None
    known = call.known_at(as_of)
    comparison = None if without is None else known.without(without, class_ref, period, item=item)
    if comparison is not None and not as_json:
        return call.show_answer(comparison, dispute_lines(comparison, call.ink), as_json=False)
    explanation = known.explain(class_ref, period, item)
    if not as_json:
        return call.show_answer(explanation, explain_lines(explanation, call.ink), as_json=False)
    document = explanation.to_dict() if schema is None else explanation.to_dict(schema)
    if comparison is not None:
        document["without"] = comparison.to_dict()
        for key in ("schema", "as_of", "position"):  # they stand above
            del document["without"][key]
    if call.output is not None:
        call.export(comparison or explanation)
    call.show_document(document)
    return DONE


COMMANDS = {"explain": explain_command}
