"""How many examples a law is tried on, and every example in the documents and docstrings as a test."""

import gc
import os
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from sybil import Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

# The same examples for everyone, or new ones (`make nightly`). Slow generation depends on the machine; whether a change
# is right does not.
settings.register_profile("default", deadline=None, derandomize=False, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("default"), derandomize=True, max_examples=100)
settings.register_profile("nightly", settings.get_profile("default"), max_examples=2000, print_blob=True)

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Hypothesis also tries the constants that stand in whatever code is loaded, and so other examples in another process or
# after a change elsewhere. Examples that are to be the same for everyone have to do without.
if settings.default is not None and settings.default.derandomize:
    providers._get_local_constants = lambda: providers._local_constants

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


def pytest_collection_finish() -> None:
    """Take what was collected out of what the garbage collector goes through again and again while tests run."""
    gc.collect()
    gc.freeze()
