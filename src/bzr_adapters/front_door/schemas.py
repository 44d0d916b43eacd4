"""The JSON Schemas of the documents, as the front door gives them (文档的 JSON Schema)."""

from typing import Any

from bzr_adapters.documents import json_schemas
from bzr_adapters.front_door.arguments import read_text
from bzr_adapters.front_door.errors import publish_error
from bzr_domain.kernel.messages import UnknownReference


def list_schemas() -> tuple[str, ...]:
    """Return the name of every document, such as `bzr.month/1`."""
    return json_schemas.list_schemas()


def find_schema(name: str) -> dict[str, Any]:
    """Return the JSON Schema of a document, draft 2020-12; it refers to nothing outside itself.

    Raises:
        NotFound: When no document has that name; the near ones are named.
    """
    try:
        return json_schemas.find_schema(read_text("name", name))
    except UnknownReference as error:
        raise publish_error(error, "zh") from error
