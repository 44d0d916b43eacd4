"""Everything that can be asked (查询), in one class: statements, facts and events, results, reports, listings."""

from bzr_adapters.front_door.fact_answers import FactAnswers
from bzr_adapters.front_door.open_school import OpenSchool
from bzr_adapters.front_door.result_answers import ResultAnswers
from bzr_adapters.front_door.statement_answers import StatementAnswers
from bzr_domain.application.school_reader import SchoolReader


class Answers(StatementAnswers, FactAnswers, ResultAnswers):
    """Every question; School, Past and Actor have them all."""


class Past(Answers):
    """The school as it was known at one position (历史截面), fixed when it was asked for."""

    def __init__(self, school: OpenSchool, reader: SchoolReader) -> None:
        """Stand on a reader of that position."""
        self._school = school
        self._reader = reader
        self.position = reader.up_to or 0
        self.as_of = reader.local_as_of

    def _read(self) -> SchoolReader:
        return self._reader
