"""What goes into a node: weights, means, the best of several, factors, ceilings, labels."""

from decimal import Decimal

import pytest

from tests.support.schools import five, node, of, state, total, worth

SCORE = 'facts = "class.score"\nnumber = "value"\ntake = "mean"\nround = 0.01\n'
RATE = 'facts = "attendance.rate"\nnumber = "value"\ntake = "mean"\nround = 0.01\n'
HYGIENE = 'facts = "hygiene.score"\nnumber = "value"\ntake = "mean"\nround = 0.01\n'
EIGHTY, NINETY = of("a", "class.score", value="80"), of("a", "attendance.rate", value="90")


def weighted(words: str) -> str:
    """Two parts of weight 30 and 90."""
    return (
        total(words)
        + node("clause", "p", SCORE + "weight = 30", "total")
        + node("clause", "q", RATE + 'weight = "90"', "total")
    )


def test_weights_of_120_need_no_rule_of_their_own() -> None:
    """(30 × 80 + 90 × 90) ÷ 120 = 87.5; a part without a value is left out with its weight."""
    assert Decimal("87.50") == state(weighted('take = "mean"'), [EIGHTY, NINETY]).total
    assert 90 == state(weighted('take = "mean"'), [NINETY]).total


def test_of_no_parts_a_mean_is_its_base_or_nothing() -> None:
    """Nothing was recorded: nothing is the mean, or what the item starts from."""
    assert None is worth(weighted('take = "mean"'), key="total")
    assert 60 == worth(weighted('take = "mean"\nbase = 60'), key="total")


def test_a_sum_multiplies_each_part_by_its_weight() -> None:
    """10 + 0.3 × 80 + 0.65 × 90 = 92.5; earned is what the parts add, weighted."""
    text = total("base = 10") + node("clause", "p", SCORE + 'weight = "30%"', "total")
    text += node("item", "i", 'weight = "65%"', "total") + node("clause", "q", RATE, "i")

    statement = state(text, [EIGHTY, NINETY])

    assert Decimal("92.50") == statement.total
    assert Decimal("82.50") == statement.results["total"].earned


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('take = "highest"', 5),
        ('take = "highest"\nbest = 2', 8),
        ('take = "lowest"', 2),
        ('take = "lowest"\nbest = 2', 5),
    ],
)
def test_an_item_can_take_the_best_of_its_parts(words: str, expected: int) -> None:
    """Of 5, 3 and 2 the highest, the two best, the lowest, the two lowest."""
    parts = "".join(
        node("clause", kind, f'facts = "{kind}"', "total")
        for kind in ("hygiene.finding", "assembly.missed", "assembly.disorder")
    )
    facts = [
        of("a", kind, count=count)
        for kind, count in (("hygiene.finding", 5), ("assembly.missed", 3), ("assembly.disorder", 2))
    ]

    assert expected == state(total(words) + parts, facts).total


def test_a_factor_multiplies_and_a_ceiling_limits() -> None:
    """80 % of 100 + 5; of nothing a factor is nothing, and a factor that is nothing changes nothing."""
    text = total("base = 100\ncap = 100") + node(
        "clause", "b", 'joins = "outside"\nfacts = "proposal.adopted"\npoints = 5', "total"
    )
    text += node(
        "clause",
        "f",
        'joins = "factor"\nfacts = "safety.criminal"\ntable = [{ from = 1, gives = 0.8 }]',
        "total",
    )
    text += node(
        "clause",
        "c",
        'joins = "ceiling"\nfacts = "safety.violation"\ntable = [{ from = 1, gives = 60 }]',
        "total",
    )
    bonus = of("a", "proposal.adopted", teacher="ta")

    assert 105 == state(text, [bonus]).total
    assert 84 == state(text, [bonus, of("a", "safety.criminal")]).total
    assert 60 == state(text, [bonus, of("a", "safety.criminal"), of("a", "safety.violation")]).total


def test_a_factor_of_0_makes_the_item_0() -> None:
    """出安全事故该项0分: whatever was earned."""
    text = total() + node("item", "i", "base = 20", "total")
    text += node("clause", "f", 'joins = "factor"\nfacts = "safety.*"\ntable = [{ from = 1, gives = 0 }]', "i")

    assert 20 == state(text).total
    assert 0 == state(text, [of("a", "safety.violation")]).total


LABELS = 'labels = ["C", "B", "A"]\n'


def graded(score: str) -> str:
    """A grade by score, no higher than the share of days allows."""
    text = total() + node("outcome", "x", LABELS)
    text += node(
        "clause",
        "by-score",
        f'{LABELS}{SCORE}table = [{{ from = 90, gives = "A" }}, {{ from = 60, gives = "B" }}, {{ gives = "C" }}]',
        "x",
    ).replace("round = 0.01\n", "")
    ceiling = f'joins = "ceiling"\n{LABELS}{RATE}table = [{{ under = 60, gives = "C" }}, {{ under = 80, gives = "B" }}, {{ gives = "A" }}]'
    return text + node("clause", "seat", ceiling, "x").replace("round = 0.01\n", "") + score


@pytest.mark.parametrize(
    ("score", "share", "grade"),
    [("95", "90", "A"), ("95", "79.99", "B"), ("95", "59", "C"), ("59", "90", "C"), ("95", None, "A")],
)
def test_a_ceiling_holds_a_grade_down(score: str, share: str | None, grade: str) -> None:
    """Grades compare by their scale, lowest first; a ceiling that is nothing holds nothing down."""
    facts = [
        of("a", "class.score", value=score),
        *([of("a", "attendance.rate", value=share)] if share else []),
    ]

    assert grade == worth(graded(""), *facts)


def test_a_ceiling_alone_is_no_grade() -> None:
    """Nothing to be held down is nothing."""
    assert None is worth(graded(""), of("a", "attendance.rate", value="90"))


def test_a_label_is_read_by_tables_tests_and_means() -> None:
    """Money by grade, a test on the grade, and the highest grade of a year."""
    text = graded(
        node(
            "outcome",
            "pay",
            'unit = "元"\nscores = "x"\ntable = [{ is = "A", gives = 8000 }, { from = "B", gives = 7200 }, { gives = 6400 }]',
        )
        + node("value", "bonus", 'scores = "students"\npoints = 1\nwhen.x.from = "B"\notherwise = 0')
        + node("value", "best", f'per = "year"\n{LABELS}scores = "x"\ntake = "highest"')
    )
    facts = [of("a", "class.score", value="70"), of("a", "class.score", "2024-10-08", value="95")]

    assert (7200, 40) == (worth(text, *facts, key="pay"), worth(text, *facts, key="bonus"))
    assert 0 == worth(text, of("a", "class.score", value="50"), key="bonus")
    assert "A" == worth(text, *facts, key="best", period="2024-2025")


@pytest.mark.parametrize(("take", "expected"), [("highest", "优秀"), ("lowest", "合格"), (None, "优秀")])
def test_an_outcome_of_labels_takes_the_highest_or_the_lowest(take: str | None, expected: str) -> None:
    """Its base is a label too."""
    words = f'labels = ["不合格", "合格", "优秀"]\nbase = "合格"\n{"" if take is None else f"take = {take!r}"}'.replace(
        "'", '"'
    )
    text = total() + node("outcome", "x", words)
    text += node(
        "clause",
        "c",
        'labels = ["不合格", "合格", "优秀"]\nfacts = "award.student"\ntable = [{ from = 1, gives = "优秀" }]',
        "x",
    )

    assert expected == worth(text, of("a", "award.student", level="校级"))
    assert "合格" == worth(text)


def test_flags_are_a_yes_if_any_is() -> None:
    """Vetoes; and as ones they can be counted: two of three."""
    flags = "".join(
        node("clause", kind, f'facts = "{kind}"\ntable = [{{ from = 1, gives = true }}]', "x")
        for kind in ("safety.criminal", "safety.violation")
    )
    text = total() + node("outcome", "x", "") + flags
    text += node("value", "n", 'scores = "x"\ntable = [{ is = true, gives = 1 }, { gives = 0 }]')

    assert (False, True) == (worth(text), worth(text, of("a", "safety.criminal")))
    assert (0, 1) == (worth(text, key="n"), worth(text, of("a", "safety.criminal"), key="n"))


def test_a_node_of_a_wider_subject_gathers_into_a_class() -> None:
    """What the school adds, every class has."""
    text = total("base = 1") + node("clause", "x", 'about = "school"\nfacts = "hygiene.finding"', "total")

    assert 4 == state(text, [of("a", "hygiene.finding"), of("e", "hygiene.finding", count=2)]).total


def test_a_class_without_a_teacher_has_no_part_of_the_teachers() -> None:
    """What is about the head teacher is left out where there is none."""
    text = total("base = 1") + node("clause", "x", 'about = "teacher"\nfacts = "hygiene.finding"', "total")

    assert 3 == state(text, [of("a", "hygiene.finding", count=2)]).total
    assert 1 == state(text, [of("a", "hygiene.finding", count=2)], register=five(tenures=())).total
