"""Everything that can be asked (查询), in one class: statements, facts and events, results, reports, listings."""

from typing import Self

import attrs

from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.fact_answers import FactAnswers
from bzr_adapters.front_door.listings import ListingAnswers
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.report_answers import ReportAnswers
from bzr_adapters.front_door.result_answers import ResultAnswers
from bzr_adapters.front_door.statement_answers import StatementAnswers
from bzr_domain.application.school_reader import SchoolReader


class Answers(StatementAnswers, FactAnswers, ResultAnswers, ReportAnswers, ListingAnswers):
    """Every question; School, Past and Actor have them all."""


class Past(Answers):
    """The school as it was known at one position (历史截面), fixed when it was asked for."""

    def __init__(self, school: OpenSchool, reader: SchoolReader) -> None:
        """Stand on a reader of that position."""
        self._school = school
        self._reader = reader
        self.position = reader.up_to or 0
        self.as_of = reader.local_as_of

    @raises_ours
    def for_purpose(self, purpose: str, /) -> Self:
        """Return the same past by the rulebooks adopted for a purpose; a purpose without any is NotFound when asked."""
        school = self._school.for_purpose(purpose)
        return type(self)(school, attrs.evolve(self._reader, purpose=school.purpose))

    def _read(self) -> SchoolReader:
        self._school.log.last_position()  # a closed school answers nothing, though its register may have been read before
        return self._reader
