"""Published for tests: strategies that generate schools and facts, and laws every rulebook has to keep."""

try:
    import hypothesis as _hypothesis  # noqa: F401 (asked for here, so that what is missing is named with its extra)
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "bzr_domain.testing needs Hypothesis · 没有安装hypothesis: pip install 'bzr-domain[testing]'",
        name=error.name,
    ) from error
