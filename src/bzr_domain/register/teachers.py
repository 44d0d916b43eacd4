"""Find a teacher by id or name (教师): among those who have or had a class, as somebody writes them in a command."""

from collections.abc import Mapping

from bzr_domain.kernel.messages import Message, UnknownReference
from bzr_domain.kernel.names import index_names, normalize_name
from bzr_domain.register.school_register import SchoolRegister


def identify_teacher(register: SchoolRegister, ref: str, name: str) -> tuple[str, str]:
    """Return the id and the name of a teacher: of one who has or had a class, or of a newcomer whose name is given.

    Raises:
        UnknownReference: When nobody or several people are meant, or a known id is given another name.
    """
    names = {tenure.teacher: tenure.name for tenure in register.tenures}
    teacher = find_teacher(index_teachers(register), ref)
    if teacher is not None:
        known = names[teacher]
        if name and normalize_name(name) not in (normalize_name(known), normalize_name(ref)):
            raise UnknownReference.of(
                f"教师{teacher}叫{known},不叫{name}",
                f"teacher {teacher} is {known}, not {name}",
                code="register.two-names",
            )
        return teacher, known
    if not name:
        what = Message(
            f"没有教师“{ref}”;初次登记的教师请加 --name 姓名",
            f"there is no teacher {ref!r}; a newcomer needs --name NAME",
        )
        raise UnknownReference.among(what, ref, [*names, *names.values()], code="fact.unknown-teacher")
    return ref, name


def identify_mentor(register: SchoolRegister, ref: str) -> str:
    """Return the mentor's id where it is a teacher of the register, else the name as it was written."""
    ids = index_teachers(register).get(normalize_name(ref), set())
    return min(ids) if len(ids) == 1 else ref


def index_teachers(register: SchoolRegister) -> dict[str, set[str]]:
    """Index the teachers who have or had a class by their ids and names."""
    return index_names((tenure.teacher, tenure.name) for tenure in register.tenures)


def find_teacher(people: Mapping[str, set[str]], ref: str) -> str | None:
    """Return the id of the teacher that an id or a name means among some people; None where it means nobody.

    Raises:
        UnknownReference: When it can mean several.
    """
    teachers = sorted(people.get(normalize_name(ref), ()))
    if len(teachers) <= 1:
        return next(iter(teachers), None)
    ids = "、".join(teachers)
    raise UnknownReference.of(
        f"教师“{ref}”有{len(teachers)}位,请写编号:{ids}",
        f"{ref!r} can mean {ids}; write the id",
        code="fact.ambiguous-teacher",
        near=teachers,
    )
