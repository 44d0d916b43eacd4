"""Who a student is (查看学生): the name behind a pseudonym, or the pseudonym behind a name, for whoever may know."""

from bzr_adapters.documents.student import student_document, student_sheet
from bzr_adapters.front_door.arguments import WrongArgument, read_text
from bzr_adapters.front_door.commands import Commanding
from bzr_adapters.front_door.errors import raises_ours
from bzr_adapters.front_door.results import Report
from bzr_adapters.storage.keys.keys import Keys
from bzr_adapters.storage.keys.tables import KeptName
from bzr_adapters.storage.keys.traces import demand_keys
from bzr_domain.application.forget_persons import Forgetter
from bzr_domain.facts.students import PREFIX, is_pseudonym
from bzr_domain.kernel.messages import UnknownReference


class StudentActor(Commanding):
    """What somebody may know of students."""

    @raises_ours
    def identify(self, student: str, /, *, class_: str | None = None, command: str | None = None) -> Report:
        """Return who a student is (查看学生), `bzr.student/1`: that somebody was told is recorded.

        Args:
            student: A pseudonym, or the name or number under which the office records the student.
            class_: The class of a student who is named, by id or name.

        Raises:
            NotFound: When the keys know no such student.
            Forbidden: When the actor may not know.
        """
        who = read_text("student", student)
        _, keys = demand_keys(self._school.log)
        reader = self._read()
        if is_pseudonym(who):
            class_id = _demand(keys.find_name(who), who).owner.removeprefix(PREFIX)
        elif class_ is None:
            raise WrongArgument.of(
                "写姓名或学号时要写班级(--class)", "a name or a number goes with the class of the student (--class)"
            )
        else:
            class_id = reader.find_class_id(read_text("class", class_))
        request = ["identify", who, class_id]
        receipt = self._execute(
            Forgetter,
            request,
            command,
            lambda writer: writer.identify(class_id, lambda: _find(keys, class_id, who).token),
        )
        head = self._head(self._school.read_at(receipt.position))
        kept = _find(keys, class_id, who)
        name = kept.name if kept.state == "kept" else None
        document = student_document(kept.token, class_id, name, state=kept.state, as_of=head["as_of"], actor=self.name)
        return Report(
            **head,
            ok=True,
            rows=(document,),
            problems=(),
            changed=not receipt.replayed,
            build_document=lambda: document,
            build_table=lambda: student_sheet(document, self.lang),
        )


def _find(keys: Keys, class_id: str, who: str) -> KeptName:
    return _demand(keys.find_name(who) if is_pseudonym(who) else keys.students.find_kept(class_id, who), who)


def _demand(kept: KeptName | None, who: str) -> KeptName:
    if kept is None or not kept.token.startswith(PREFIX):
        raise UnknownReference.of(
            f"密钥里没有学生“{who}”:还没有记录过,写法不同,或已删除",
            f"the keys know no student {who!r}: none was recorded so far, it is spelt otherwise, or was erased",
            code="person.unknown-student",
        )
    return kept
