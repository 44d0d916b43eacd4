"""`bzr schema`: the documents listed, and the JSON Schema of one."""

import json

from bzr_adapters.documents.json_schemas import find_schema, list_schemas
from tests.adapters.cli.calling import Shell


def test_without_a_name_every_document_is_listed(shell: Shell) -> None:
    """With its title."""
    answer = shell.bzr("schema")

    assert (0, "") == (answer.status, answer.err)
    assert list(list_schemas()) == [line.split()[0] for line in answer.out.splitlines()]
    assert "bzr.month/1         月考核 · A month" in answer.out.splitlines()


def test_with_a_name_its_schema_is_given(shell: Shell) -> None:
    """As JSON, and nothing else."""
    answer = shell.bzr("schema", "bzr.month/1")

    assert (0, "") == (answer.status, answer.err)
    assert find_schema("bzr.month/1") == json.loads(answer.out)


def test_a_name_that_no_document_has_gives_the_near_one(shell: Shell) -> None:
    """Given a misspelt name, then the call was wrong."""
    answer = shell.bzr("schema", "bzr.moth/1", "--lang", "en")

    assert (2, "") == (answer.status, answer.out)
    assert "there is no document 'bzr.moth/1'; did you mean 'bzr.month/1'?" in answer.err
