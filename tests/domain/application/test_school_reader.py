"""Reading a store: rulebooks that the school registered are found by what people call them."""

import pytest

from bzr_domain.kernel.messages import UnknownReference
from tests.life.living import school


def test_a_registered_rulebook_is_found_by_id_version_or_digest() -> None:
    """The one rulebook of the school, whichever way it is named."""
    reader = school().by().reader()
    (digest,) = reader.books

    books = {reader.find_rulebook(ref).digest for ref in ("monthly-quantified", "monthly-quantified/1", digest)}

    assert {digest} == books


def test_an_unknown_rulebook_is_told_the_near_one() -> None:
    """With its version, as it can be written."""
    reader = school().by().reader()

    with pytest.raises(UnknownReference) as refusal:
        reader.find_rulebook("monthly-quantified/2")

    assert "没有登记过规则“monthly-quantified/2”;是不是“monthly-quantified/1”?" == refusal.value.message.zh
    assert ("rulebook.unknown", ("monthly-quantified/1",)) == (refusal.value.code, refusal.value.near)
