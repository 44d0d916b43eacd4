"""`bzr schema`: the documents that `--json` gives, and the JSON Schema of one."""

from bzr_adapters.cli.call import DONE, Call
from bzr_adapters.cli.command import Argument, command
from bzr_adapters.reports.aligned import aligned
from bzr_domain.kernel.messages import Message

DOCUMENT = Argument(
    "document",
    label=Message("文档", "DOCUMENT"),
    about=Message(
        "哪个文档,如 bzr.month/1;不写则列出全部", "which document, such as bzr.month/1; without it, all are listed"
    ),
    required=False,
)


@command(
    "schema",
    Message(
        "列出 --json 给出的文档,或给出一个文档的 JSON Schema",
        "list the documents of --json, or give the JSON Schema of one",
    ),
    DOCUMENT,
    examples=("bzr schema", "bzr schema bzr.month/1 > month.schema.json"),
)
def schema_command(call: Call, document: str | None) -> int:
    """List the documents, or show one's schema."""
    from bzr_adapters import find_schema, list_schemas

    if document is None:
        call.show_lines(aligned([(name, find_schema(name)["title"]) for name in list_schemas()]))
    else:
        call.show_document(find_schema(document))
    return DONE


COMMANDS = {"schema": schema_command}
