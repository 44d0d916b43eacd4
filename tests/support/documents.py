"""Documents held against their JSON Schemas, and a whole example made from a schema."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from bzr_adapters.documents.json_schemas import find_schema


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(find_schema(name))


def list_faults(document: Any) -> list[str]:
    """What a document holds that its schema does not allow, or lacks; a line for each."""
    errors = _validator(document["schema"]).iter_errors(document)
    return [f"{document['schema']} {error.json_path}: {error.message}" for error in errors]


def is_valid(document: Any) -> bool:
    """Whether a schema allows a document; told at the first fault."""
    return _validator(document["schema"]).is_valid(document)


def build_example(schema: Any, definitions: Any, within: tuple[str, ...] = ()) -> Any:
    """A value with every key that a schema describes and one element in each list; a part has no parts of its own.

    Args:
        within: The definitions whose value it is part of.
    """
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/$defs/")
        return build_example(definitions[name], definitions, (*within, name))
    if "anyOf" in schema:
        return build_example(schema["anyOf"][0], definitions, within)
    if "const" in schema or "enum" in schema:
        return schema["const"] if "const" in schema else schema["enum"][0]
    kind = schema["type"][0] if isinstance(schema["type"], list) else schema["type"]
    if kind == "array":
        repeats = schema["items"].get("$ref", "").removeprefix("#/$defs/") in within
        return [] if repeats else [build_example(schema["items"], definitions, within)]
    if kind == "object" and "properties" in schema:
        return {key: build_example(part, definitions, within) for key, part in schema["properties"].items()}
    if kind == "object":
        name = build_example(schema.get("propertyNames", {"type": "string"}), definitions, within)
        return {name: build_example(schema["additionalProperties"], definitions, within)}
    simple = {"integer": schema.get("minimum", 0), "boolean": True, "string": schema.get("examples", ["某"])[0]}
    return simple[kind]
