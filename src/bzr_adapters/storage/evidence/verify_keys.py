"""The keys of a store verified (核验) beside its events: what these name is kept, or an event says that it was erased or restricted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import attrs
import msgspec

from bzr_adapters.storage.codec import BadForm, open_envelope
from bzr_adapters.storage.evidence.check import NONSENSE, Check, read_bytes
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.recorder import ReadingRecorder
from bzr_adapters.storage.rows import ChainedRow
from bzr_domain.application.ports import PAGE
from bzr_domain.facts.students import PREFIX
from bzr_domain.kernel.messages import Message
from bzr_domain.kernel.streams import PERSONS

_TOKEN = re.compile(rb'"(?:\\/(?=[nt])|(?=student:))((?:[nt]|student:)[a-z2-7]{16})[".]')
_STATES = {
    None: Message("不在密钥里", "not in the keys"),
    "kept": Message("保留", "kept"),
    "restricted": Message("限制显示", "restricted"),
    "erased": Message("已删除", "erased"),
}
_TODO = Message(
    "从备份恢复密钥;放回旧密钥的,下次写入时再次删除,限制显示的要再限制一次",
    "restore the keys from a backup; where older ones were put back, the next write erases again, and what was restricted "
    "has to be restricted again",
)


@attrs.define(kw_only=True)
class KeyWalk:
    """A walk through the keys beside that through the events of a store."""

    recorder: ReadingRecorder
    keys: Keys
    check: Check
    _proved: dict[str, str] = attrs.field(factory=dict)
    _names: dict[str, str] = attrs.field(factory=dict)
    _seen: set[str] = attrs.field(factory=set)

    def see(self, rows: Iterable[ChainedRow]) -> None:
        """Look up what the events that come next in the log name."""
        places = {token.decode(): row[0] for row in reversed([*rows]) for token in _TOKEN.findall(read_bytes(row[4]))}
        tokens = [token for token in places if token not in self._seen]
        self.check.seen += len(tokens)
        # Others may write meanwhile: what does not agree is looked at anew.
        if [*self._list_faults(tokens)]:
            self._read_anew()
        for token, state, expected in self._list_faults(tokens):
            kept, told = _STATES[state], _STATES[expected]
            what = Message(
                f"位置 #{places[token]}:“{token}”在密钥里的状态是“{kept.zh}”,存储里的记录却说“{told.zh}”",
                f"#{places[token]}: {token!r} is {kept.en}, and the store says that it is {told.en}",
            )
            self.check.report(what, code="verify.keys-differ", position=places[token], todo=_TODO)
        self._seen.update(token for token in tokens if not token.startswith("t"))

    def _list_faults(self, tokens: Sequence[str]) -> Iterator[tuple[str, str | None, str]]:
        texts = self.keys.tables.find_texts([token for token in tokens if token.startswith("t")])
        for token in tokens:
            text = texts.get(token)
            state = self._names.get(token) if text is None else text.state
            expected = self._proved.get(token, "kept")
            # A pseudonym of a student that was written by hand is nobody's.
            if state != expected and not (state is None and token.startswith(PREFIX)):
                yield token, state, expected

    def _read_anew(self) -> None:
        for token, state in _read_states(self.recorder):
            if self._proved.get(token) != "erased":  # which is for ever
                self._proved[token] = state
        self._names = {name.token: name.state for name in self.keys.tables.list_names()}


def _read_states(recorder: ReadingRecorder) -> Iterator[tuple[str, str]]:
    """Yield what the store says of names and texts, in the order in which it was said."""
    after = 0
    while rows := recorder.rows(PERSONS, after=after, limit=PAGE):
        for row in rows:
            try:
                data: dict[str, Any] = msgspec.json.decode(open_envelope(row[4]).data)
                tokens = [*data.get("pseudonyms", ()), *data.get("texts", ())]
            except (BadForm, msgspec.DecodeError, *NONSENSE):
                continue  # the walk through the events says so
            is_erased = row[3].partition("/")[0] == "personal-data.erased"
            state = "erased" if is_erased else "kept" if data.get("lifted") else "restricted"
            yield from ((token, state) for token in tokens)
        after = rows[-1][2]
