"""Names that nobody can tell apart are one person's; names that differ to the eye are not."""

import unicodedata
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bzr_domain.kernel.look_alikes import (
    are_look_alikes,
    list_mixed_alphabets,
    unify_person_name,
)
from bzr_domain.kernel.names import is_among

UNSEEN = "\u200b\u200d\u2060\ufe0f\u3164\u00ad\u034f\u202e\U000e0101\ufeff\u115f"
NAMES = st.text(st.characters(categories=["L", "Nd", "Mn"]), min_size=1, max_size=8)


@given(NAMES)
def test_a_form_has_no_other_form(name: str) -> None:
    """Writing what was unified once more changes nothing, however odd the letters."""
    once = unify_person_name(name)
    assert once == unify_person_name(once)


@given(NAMES, st.data())
def test_what_nobody_sees_makes_no_other_person(name: str, data: st.DataObject) -> None:
    """Invisible characters, blanks, another width, another composition of accents, anywhere in the name."""
    place = data.draw(st.integers(0, len(name)))
    unseen = data.draw(st.sampled_from(UNSEEN + " \u3000"))
    other = name[:place] + unseen + name[place:]

    assert unify_person_name(name) == unify_person_name(unicodedata.normalize("NFC", name))
    # A stranger between a letter and its accent parts them, in Unicode's own forms too.
    if not any(unicodedata.combining(letter) for letter in name):
        assert are_look_alikes(name, other)


@given(
    st.lists(st.sampled_from(["aа", "oо", "eе", "сc", "pр", "xх", "AА", "BВ", "一ー", "口ロ"]), min_size=1), st.data()
)
def test_letters_that_look_alike_make_no_other_person(pairs: list[str], data: st.DataObject) -> None:
    """Whichever of two alike stands at each place, and in whatever case."""
    first, second = ("".join(data.draw(st.sampled_from(pair)) for pair in pairs) for _ in range(2))

    assert are_look_alikes(first, second)
    assert are_look_alikes(first.lower(), first)
    assert is_among(first, ["别人", second])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("张三", "张三\ufe0f"),
        ("张三", "张\u200b三"),
        ("Anna", "Аnnа"),
        ("Anna", "ANNA"),
        ("ВОВ", "вов"),
        ("ВОВ", "bob"),
        ("Ian", "lan"),
        ("李Ｌee", "李lee"),
        ("José", "Jose\u0301"),
        ("Jоsе\u0301", "José"),
        ("买买提·吐尔逊", "买买提•吐尔逊"),
        ("王一", "王ー"),
        ("O'Neil", "O’Neil"),
    ],
)
def test_one_person_in_other_letters(name: str, other: str) -> None:
    """What attackers and typing habits make of a name."""
    assert are_look_alikes(name, other)
    assert is_among(other, [name])


def test_different_persons_stay_different() -> None:
    """Characters that are easily confused and still differ to the eye, and all common surnames."""
    chinese = (
        "王一 王二 王三 王十 王干 王千 王土 王士 王未 王末 王已 王己 王日 王曰 王天 王夭 赵 钱 孙 李 周 吴 郑 冯 陈"
    )
    names = f"{chinese} José Jose Anna Ana Lan Ian".split()

    assert [] == [pair for pair in combinations(names, 2) if are_look_alikes(*pair)]


@pytest.mark.parametrize(
    ("name", "alphabets"),
    [
        ("Аnna", ["CYRILLIC", "LATIN"]),
        ("Αnna", ["GREEK", "LATIN"]),
        ("Иванα", ["CYRILLIC", "GREEK"]),
        ("李Anna", []),
        ("Иван", []),
        ("李Иван", []),
        ("买买提·吐尔逊", []),
        ("さくら", []),
        ("赵主任(政教处)2", []),
        ("\U0003ffff", []),
    ],
)
def test_a_name_of_mixed_alphabets_is_told(name: str, alphabets: list[str]) -> None:
    """Latin with Cyrillic or Greek; Chinese with any one of them is a name."""
    assert alphabets == list_mixed_alphabets(name)
