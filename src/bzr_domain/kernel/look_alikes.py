"""Letters that look alike (形近字符): of two names that nobody can tell apart, one must not pass for the other.

What Unicode calls a skeleton (UTS 39), with a table of our own: the letters of Cyrillic, Greek and Armenian that look
like Latin ones, the digits that look like letters, the kana and signs that look like Chinese characters, and the many
dots between the parts of a name. A name that mixes alphabets is refused when it is registered, so that other look-alikes
cannot hide among letters.
"""

import re
import unicodedata
from functools import lru_cache

_ALIKE = (
    # What it is taken for, then what is taken for it; large and small letters apart, as only some look alike in both.
    "AАΑᎪ BВΒᏴ CСᏟ DᎠ EЕΕᎬ FϜ GԌᏀ HНΗᎻ ǀIІΙӀ1l|ӏ JЈᎫ KКΚᏦ LᏞ MМΜᎷϺ NΝ OОΟՕ0 PРΡᏢ QԚ RᎡ SЅՏᏚ TТΤᎢ UՍ VѴᏙ WԜᎳ XХΧ YҮΥ ZΖᏃ "
    "aаαɑ cс dԁ eе gɡց hһհ iіιıɩ jјϳ kκк nո oоοօσ pрρ qԛզ rг sѕ uսυ vѵνע wԝա xхχ yуγү zᴢ "
    "一ー―—–─ 二ニ 三ミ 工エ 口ロ囗 力カ 夕タ 卜ト 八ハ 才オ 千チ 又ヌ 丿ノ 匕ヒ 厶ム ·•‧∙⋅・᛫ '’‘ʼ`ʹ -‐‒−"
)
_TABLE = str.maketrans({letter: group[0] for group in _ALIKE.split(" ") for letter in group[1:]})
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\x00-\x1f\x7f-\x9f]"
)
"""What nobody sees in a name: joiners, fillers, selectors of a glyph, marks of direction, control characters."""
_TOGETHER = frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})
"""Alphabets that stand in one name without a trick."""


@lru_cache(maxsize=4096)
def unify_person_name(name: str) -> str:
    """Return the one form of a person's name: NFKC, small letters, without blanks and what nobody sees.

    >>> unify_person_name("张 三\ufe0f") == unify_person_name("张三"), unify_person_name("Ａnna") == unify_person_name("anna")
    (True, True)
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", name)))
    return "".join(unicodedata.normalize("NFKC", seen.casefold()).split())


@lru_cache(maxsize=4096)
def find_skeleton(name: str) -> str:
    """Return what remains of a person's name where letters that look alike are one; some do only when they are large.

    >>> find_skeleton("Аnnа") == find_skeleton("Anna"), find_skeleton("王一") == find_skeleton("王ー")
    (True, True)
    """
    plain = unicodedata.normalize("NFD", _UNSEEN.sub("", unicodedata.normalize("NFKC", _UNSEEN.sub("", name))))
    return unify_person_name(plain.translate(_TABLE))


def are_look_alikes(first: str, second: str) -> bool:
    """Return whether nobody can tell two persons' names apart, whatever they are written with.

    >>> are_look_alikes("ВОВ", "bob"), are_look_alikes("王一", "王二")
    (True, False)
    """
    return not list_name_forms(first).isdisjoint(list_name_forms(second))


@lru_cache(maxsize=4096)
def list_name_forms(name: str) -> frozenset[str]:
    """Return the forms of a person's name: two names that share one are look-alikes."""
    return frozenset({unify_person_name(name), find_skeleton(name)})


def list_mixed_alphabets(name: str) -> list[str]:
    """Return the alphabets of a name by their Unicode names where they are mixed as in no real name; else none.

    >>> list_mixed_alphabets("Аnna"), list_mixed_alphabets("李Anna"), list_mixed_alphabets("Иван")
    (['CYRILLIC', 'LATIN'], [], [])
    """
    letters = (letter for letter in unicodedata.normalize("NFKC", name) if letter.isalpha())
    alphabets = sorted({unicodedata.name(letter, "UNKNOWN").split("-")[0].split()[0] for letter in letters})
    alone = [alphabet for alphabet in alphabets if alphabet not in _TOGETHER]
    return alphabets if len(alone) > 1 or (alone and "LATIN" in alphabets) else []
