"""The published laws say what they need."""

import importlib
import sys

import pytest

import bzr_domain.testing


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Given no Hypothesis, when the published laws are imported, then the error says what to install."""
    monkeypatch.setitem(sys.modules, "hypothesis", None)

    with pytest.raises(ModuleNotFoundError, match=r"pip install 'bzr-domain\[testing\]'") as raised:
        importlib.reload(bzr_domain.testing)

    assert "hypothesis" == raised.value.name
