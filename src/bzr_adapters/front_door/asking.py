"""What every question stands on (查询): an open school, a reader fixed to one position, and the classes and words meant."""

from collections.abc import Iterable, Mapping, Sequence

from bzr_adapters.documents.facts import Words, trace_corrections
from bzr_adapters.front_door.arguments import Span, find_period, read_span, read_text
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.sealing import find_checkpoint_up_to
from bzr_adapters.front_door.values import Head
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

    def _head(self, reader: SchoolReader) -> Head:
        """Return the head of the answers that a reader gives."""
        return {
            "position": reader.up_to or 0,
            "as_of": reader.local_as_of,
            "school": reader.school_name,
            "lang": self.lang,
        }

    def _sealed_head(self, reader: SchoolReader) -> Head:
        """Return the head of an answer about what is published or paid: with the last checkpoint up to where it was read."""
        return {**self._head(reader), "checkpoint": find_checkpoint_up_to(self._school.log, reader.up_to or 0)}


def find_place(reader: SchoolReader, class_: str, span: Span) -> tuple[str, Period]:
    """Return the id of a class and the period asked about; the class by its id, or the name borne at the period's end.

    Raises:
        WrongArgument: When one of them cannot be read.
        UnknownReference: When there is no such class or period, or several classes.
    """
    name = read_text("class_", class_)
    period = find_period(read_span(span), reader.register.calendar)
    return reader.find_class_id(name, period), period


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
        name_on=lambda class_id, day: reader.register.class_on(class_id, day).name,
        amendments=amendments,
        corrections=trace_corrections(histories),
    )
