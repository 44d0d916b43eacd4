"""Run every example in the documents and docstrings as a test."""

from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

_FLAGS = ELLIPSIS | NORMALIZE_WHITESPACE

# ```python blocks, with or without >>>; `<!-- skip: next "reason" -->` above a block leaves it out.
_documents = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=_FLAGS), SkipParser()],
    patterns=["*.md"],
)

# >>> lines in docstrings; the names of the module are at hand.
_docstrings = Sybil(
    parsers=[DocTestParser(_FLAGS)],
    path="src",
    patterns=["*.py"],
    document_types={".py": PythonDocStringDocument},
)

pytest_collect_file = (_documents + _docstrings).pytest()
