"""A college (学院) is a level of a university's tree: it has rulebooks of its own, and its classes are compared there."""

import json

from bzr_adapters import School
from tests.adapters.cli.calling import Shell

RULES = """[rulebook]
id = "own"
title = "学院细则"
[[item]]
id = "total"
title = "总分"
[[item]]
id = "dirty"
title = "卫生"
into = "total"
facts = "hygiene.finding"
points = -1
[[value]]
id = "mean"
title = "学院平均"
about = "college"
scores = "total"
take = "mean"
[[outcome]]
id = "place"
title = "学院内名次"
scores = "total"
rank = "high"
among = "college"
ties = "best"
[[outcome]]
id = "of-mean"
title = "本学院平均"
when.college = "信息学院"
scores = "mean"
"""
SCHOOL = """[school]
name = "大学"
[[term]]
id = "2024-autumn"
start = 2024-09-02
end = 2025-01-17
[[adopt]]
rulebook = "monthly-quantified"
from = 2024-09-01
stage = "college"
[[adopt]]
rulebook = "own.toml"
from = 2024-09-01
college = "信息学院"
""" + "".join(
    f'[[class]]\nid = "{name}"\nname = "{name}"\nstage = "大学"\ncollege = "{college}"\ngrade = "2024级"\n'
    for name, college in (("c1", "信息学院"), ("c2", "信息学院"), ("c3", "农学院"))
)


def test_a_college_is_a_level_of_the_tree(shell: Shell) -> None:
    """Its rulebook holds for its classes alone, against that of the stage; places are those within it."""
    shell.write("own.toml", RULES)
    shell.write("school.toml", SCHOOL)
    assert 0 == shell.bzr("setup", "school.toml").status
    shell.write("九月.csv", "日期,班级,事项,数量\n2024-09-03,c1,卫生不合格,3\n2024-09-03,c3,卫生不合格,9\n")
    assert 0 == shell.bzr("record", "九月.csv").status

    statements = json.loads(shell.bzr("month", "2024-09", "--json").out)["statements"]

    assert ["own", "own", "monthly-quantified"] == [statement["rulebook"] for statement in statements]
    places = [(statement["outcomes"]["place"], statement["outcomes"]["of-mean"]) for statement in statements[:2]]
    assert [("2.00", "-1.50"), ("1.00", "-1.50")] == places


def test_a_class_has_no_place_before_its_first_head_teacher(shell: Shell) -> None:
    """Whoever is not there yet is compared with nobody: no place, where it ended in an error of Python's."""
    tenure = '[[tenure]]\nteacher = "t2"\nclass = "c2"\nfrom = 2024-12-02\n'
    shell.write("own.toml", RULES)
    shell.write("school.toml", SCHOOL + tenure)
    assert 0 == shell.bzr("setup", "school.toml").status

    with School.open(f"sqlite:///{shell.folder / 'bzr.db'}") as school:
        places = [
            school.statement("c2", "2024-09").outcomes["place"],
            school.statement("c1", "2024-09").outcomes["place"],
        ]

    assert [None, 1] == places
