"""Figures of a result beside one another (前后对照): in what two publications of one class and period differ."""

from collections.abc import Iterable, Mapping

import attrs

from bzr_domain.kernel.messages import Lang, Message
from bzr_domain.publication.events import Figures


@attrs.frozen
class Difference:
    """One figure that is not what it was: its name, then and now."""

    name: Message
    before: str
    after: str

    def in_(self, lang: Lang) -> str:
        """The figure in one line, a yes and a no in words."""
        words = {"true": Message("是", "yes"), "false": Message("否", "no")}
        before, after = (
            words[one].in_(lang) if one in words else one or "—" for one in (self.before, self.after)
        )
        return f"{self.name.in_(lang)} {before} → {after}"


def differences(before: Figures, after: Figures, titles: Mapping[str, str]) -> list[Difference]:
    """Every figure in which two publications of one class and period differ, the total first.

    Args:
        titles: The id of an item or outcome → what people call it.
    """
    return list(_differences(before, after, titles))


def _differences(before: Figures, after: Figures, titles: Mapping[str, str]) -> Iterable[Difference]:
    pairs = [
        (Message("总分", "total"), str(before.total), str(after.total)),
        (Message("班主任", "head teacher"), before.teacher or "—", after.teacher or "—"),
        (Message("规则", "rulebook"), before.rulebook[:10], after.rulebook[:10]),
    ]
    for old, new in ((dict(before.items), dict(after.items)), (dict(before.outcomes), dict(after.outcomes))):
        names = dict.fromkeys([*old, *new])
        pairs += [
            (Message(titles.get(name, name), name), str(old.get(name, "—")), str(new.get(name, "—")))
            for name in names
        ]
    return (Difference(*pair) for pair in pairs if pair[1] != pair[2])
