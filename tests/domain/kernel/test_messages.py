"""The words of every refusal: languages and near names."""

from bzr_domain.kernel.messages import Message, did_you_mean, nearest


def test_a_message_speaks_both_languages() -> None:
    """Chinese unless English is asked for."""
    message = Message("没有这个班级", "no such class")

    assert ["没有这个班级", "没有这个班级", "no such class"] == [
        str(message),
        message.in_("zh"),
        message.in_("en"),
    ]


def test_a_misspelt_name_is_answered_with_the_near_one() -> None:
    """One suggestion, the nearest."""
    expected = Message("是不是“hygiene.score”?", "did you mean 'hygiene.score'?")

    assert expected == did_you_mean("hygeine.score", ["hygiene.score", "class.score"])


def test_a_strange_name_is_answered_with_what_there_is() -> None:
    """Nothing comes near: the choices are named, in order, at most twelve of them."""
    assert Message("可用的有:a、b", "known: a, b") == did_you_mean("xyz", ["b", "a", "b"])
    names = [f"{n:02}" for n in range(13)]
    shown = names[:12]
    assert Message(f"可用的有:{'、'.join(shown)}…", f"known: {', '.join(shown)}…") == did_you_mean("xyz", names)


def test_nothing_near_is_nothing() -> None:
    """No name is made up."""
    assert nearest("xyz", ["hygiene.score"]) is None
