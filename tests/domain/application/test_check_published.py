"""Checking what was published: over a real store, a class that left still answers for what was published of it."""

from tests.life.living import BEFORE, declared, school


def test_a_class_that_left_the_register_has_no_causes_to_tell() -> None:
    """What was published computes again as known then; now there is nothing, and nothing explains it but its leaving."""
    life = school()
    life.publish("2024-09")
    life.setup(declared(classes=("c1",), tenures=BEFORE[:1]))

    (left,) = [result for result in life.checked() if result.class_id == "c2"]

    assert (True, None, ()) == (left.same, left.now, left.causes)
    assert ["总分 83.00 → —"] == [difference.describe().zh for difference in left.differences]
