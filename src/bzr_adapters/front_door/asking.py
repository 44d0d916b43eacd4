"""What every question stands on (查询): an open school, a reader fixed to one position, and the classes and words meant."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bzr_adapters.documents.facts import Words, trace_corrections
from bzr_adapters.front_door.arguments import read_text
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.facts.fact_history import Amendment, FactHistory
from bzr_domain.kernel.messages import Lang
from bzr_domain.kernel.periods import Period


class Asking:
    """Base of everything that can be asked: School, Past and Actor read through it.

    A class is named by its id, or by the name it bears on the period's last school day; unknown or ambiguous is NotFound.
    """

    _school: OpenSchool

    @property
    def lang(self) -> Lang:
        """The language of its texts."""
        return self._school.lang

    def _read(self) -> SchoolReader:
        """Return a reader fixed to one position; each method takes one, and one only."""
        raise NotImplementedError

    def _head(self, reader: SchoolReader) -> Mapping[str, Any]:
        """Return what every answer says of its reading: where the store stood, the moment of asking, the language."""
        return {"position": reader.up_to or 0, "as_of": reader.local_as_of, "lang": self.lang}


def find_class_ids(reader: SchoolReader, names: Iterable[str], period: Period) -> list[str]:
    """Return the ids of classes that are written by id or name, each once."""
    if isinstance(names, str):
        raise TypeError("classes has to be a collection of names, not str")
    return list(dict.fromkeys(reader.find_class_id(read_text("class", name), period) for name in names))


def build_words(
    reader: SchoolReader,
    amendments: Mapping[str, Sequence[Amendment]],
    histories: Sequence[FactHistory],
    period: Period | None = None,
) -> Words:
    """Return what is needed to write facts, with what was done to them; classes by the names borne at the end of a period."""
    return Words(
        kinds=reader.kinds,
        zone=reader.zone,
        classes=reader.class_names if period is None else reader.class_names_in(period),
        amendments=amendments,
        corrections=trace_corrections(histories),
    )
