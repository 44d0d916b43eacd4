"""Which findings are settled (已定): a reading acknowledges a fault whose code `settles` lists beside it, or for the whole rulebook."""

from collections.abc import Iterable, Iterator

from bzr_domain.kernel.messages import Message, did_you_mean
from bzr_domain.rulebook.lint.finding import BOOK, Analysis, Fault, explain_fault

CODES = {
    "settles-unknown": explain_fault(
        "写错的代码什么也没有确认",
        "a misspelt code acknowledges nothing",
        "照 bzr lint 列出的代码改正",
        "write the code as bzr lint lists it",
    ),
    "settles-without-reading": explain_fault(
        "只写代码,别人不知道是怎么定的",
        "the code alone does not tell how it was settled",
        "在 reading 里写明取哪种读法",
        "say in reading which reading is taken",
    ),
    "settles-nothing": explain_fault(
        "原来的问题已经没有了,留着会盖住将来的问题",
        "the fault is gone, and what stays here would cover one to come",
        "从 settles 里删去这个代码",
        "take the code out of settles",
    ),
}


def list_readings(analysis: Analysis) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """List key, reading and settled codes wherever a reading can stand: the rulebook's, then each node's."""
    yield BOOK, analysis.book.reading, analysis.book.settles
    for node in analysis.nodes:
        yield node.key, node.reading, node.settles


def find_settled_codes(analysis: Analysis) -> dict[str, frozenset[str]]:
    """Find the codes that a reading settles, by the key of its node, or of the rulebook as a whole."""
    return {key: frozenset(codes if reading else ()) for key, reading, codes in list_readings(analysis)}


def find_wrong_settles(analysis: Analysis, faults: Iterable[Fault], codes: Iterable[str]) -> Iterator[Fault]:
    """Find what `settles` itself gets wrong: codes nobody knows, no reading beside them, no fault left to settle."""
    occurring = {(key, fault.code) for fault in faults for key in (fault.key, BOOK)}
    for key, reading, settled_codes in list_readings(analysis):
        if settled_codes and not reading:
            what = Message("写了 settles,没有写 reading", "it says settles and has no reading")
            yield Fault("settles-without-reading", key, what)
        for code in settled_codes:
            if code not in codes:
                near = did_you_mean(code, codes)
                what = Message(f"没有代码“{code}”;", f"there is no code {code!r}; ") + near
                yield Fault("settles-unknown", key, what)
            elif (key, code) not in occurring:
                what = Message(f"这里已经没有“{code}”", f"{code} does not strike here")
                yield Fault("settles-nothing", key, what)
