"""Published for tests (检验): strategies that generate schools, facts and rulebooks, and the laws that every rulebook has to keep.

Whatever a user needs to test rules of their own enters here; nothing else in the domain may import it.
"""

try:
    import hypothesis as _hypothesis  # noqa: F401 (asked for here, so that what is missing is named with its extra)
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "bzr_domain.testing needs Hypothesis · 没有安装hypothesis: pip install 'bzr-domain[testing]'",
        name=error.name,
    ) from error
