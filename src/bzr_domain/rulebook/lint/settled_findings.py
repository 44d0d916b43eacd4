"""已定: a fault is acknowledged by a reading that names its code, beside it or for the whole rulebook, and by no other."""

from collections.abc import Iterable, Iterator, Mapping

from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.rulebook.lint.finding import BOOK, Code, Raised, Text

CODES = {
    "settles-unknown": Code(
        Message("写错的代码什么也没有确认", "a misspelt code acknowledges nothing"),
        Message("照 bzr lint 列出的代码改正", "write the code as bzr lint lists it"),
    ),
    "settles-without-reading": Code(
        Message("只写代码,别人不知道是怎么定的", "the code alone does not tell how it was settled"),
        Message("在 reading 里写明取哪种读法", "say in reading which reading is taken"),
    ),
    "settles-nothing": Code(
        Message(
            "原来的问题已经没有了,留着会盖住将来的问题",
            "the fault is gone, and what stays here would cover one to come",
        ),
        Message("从 settles 里删去这个代码", "take the code out of settles"),
    ),
}


def places(text: Text) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Where a reading can stand, with its words and the codes it settles: the rulebook, then each node."""
    yield BOOK, text.book.reading, text.book.settles
    for node in text.nodes:
        yield node.key, node.reading, node.settles


def settled(text: Text, one: Raised) -> bool:
    """Whether a reading settles a fault: the node's own, or the whole rulebook's where it names the code."""
    return any(
        reading and one.code in codes for key, reading, codes in places(text) if key in (one.key, BOOK)
    )


def misplaced(text: Text, found: Iterable[Raised], codes: Mapping[str, Code]) -> Iterator[Raised]:
    """What `settles` itself gets wrong: codes nobody knows, no reading beside them, no fault left to settle."""
    struck = {(key, one.code) for one in found for key in (one.key, BOOK)}
    for key, reading, listed in places(text):
        if listed and not reading:
            what = Message("写了 settles,没有写 reading", "it says settles and has no reading")
            yield Raised("settles-without-reading", key, what)
        for code in listed:
            if code not in codes:
                near = did_you_mean(code, codes)
                what = Message(f"没有代码“{code}”;{near.zh}", f"there is no code {code!r}; {near.en}")
                yield Raised("settles-unknown", key, what)
            elif (key, code) not in struck:
                what = Message(f"这里已经没有“{code}”", f"{code} does not strike here")
                yield Raised("settles-nothing", key, what)
