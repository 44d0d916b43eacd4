"""Advising: the feedback sheet of a class's head teacher, read from a store; nothing is written."""

from bzr_domain.application.school_reader import SchoolReader
from bzr_domain.kernel.messages import Problem
from bzr_domain.kernel.periods import Period, year_of
from bzr_domain.projections.feedback import Feedback, project_feedback


def feedback_of(reader: SchoolReader, class_id: str, period: Period) -> Feedback | Problem:
    """The feedback sheet, or why there is none: the period, the one before, and the teacher's school year are read."""
    register, calendar = reader.register, reader.register.calendar
    before, closing = calendar.find_previous_period(period), calendar.last_school_day(period)
    places = [(class_id, one) for one in (period, before) if one is not None]
    found = {one.stream: one for one in reader.load_histories(places)}
    tenure = register.tenure_on(class_id, closing)
    held = [] if tenure is None else [t.class_id for t in register.tenures if t.teacher == tenure.teacher]
    for own in dict.fromkeys(held):
        found |= {one.stream: one for one in reader.class_histories(own, year_of(closing))}
    return project_feedback(reader.load_school_from(found.values()), class_id, period)
