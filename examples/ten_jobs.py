"""Ten jobs of a program that embeds bzr, with one import of ours: run it in an empty folder · 一次导入,十件事."""

from datetime import UTC, datetime

from bzr_adapters import Batch, Bookmark, School

days = [datetime(2024, 10, 8, 1, tzinfo=UTC), datetime(2024, 10, 14, 1, tzinfo=UTC)]
declared = {
    "school": {"name": "示例中学"},
    "term": [{"id": "2024-autumn", "start": "2024-09-02", "end": "2025-01-17"}],
    "class": [{"id": "g1c1", "name": "高一(1)班", "grade": "高一"}],
    "tenure": [{"teacher": "t01", "name": "张老师", "class": "g1c1", "from": "2024-09-01"}],
    "adopt": [{"rulebook": "monthly-quantified", "from": "2024-09-01"}],
}
rows = """[{"date": "2024-09-03", "class": "高一(1)班", "fact": "卫生不合格", "count": 2},
           {"date": "2024-09-04", "class": "g1c1", "fact": "为人师表", "grade": "好"}]"""
with School.create("sqlite:///school.db", declared, by="李老师", clock=lambda: days[0]) as school:  # 1 declare
    clerk, seen = school.acting("李老师"), list[Batch]()
    receipt = clerk.record_json(rows, command="req-7f3")  # 2 record JSON under a key
    clerk.correct(receipt.ids[0], count=1, reason="复查")  # 3 correct
    total = school.statement("高一(1)班", "2024-09").total  # 4 a statement
    print(school.explain("g1c1", "2024-09", "卫生").to_dict()["items"][0]["lines"])  # 5 explain as JSON
    print(total - school.at(receipt.position).statement("g1c1", "2024-09").total)  # 6 as of a position
    clerk.publish("2024-09", until="2024-10-12")  # 7 publish, appeal, uphold, make final
    appeal = school.acting("张老师").appeal("g1c1", "2024-09", fact=receipt.ids[0], grounds="请假")
    print(school.acting("主任").uphold(appeal, remedy="void", reason="属实").moved[0].difference)
    clerk.publish("2024-09", until="2024-10-12")
    days.pop(0)
    print(clerk.finalize("2024-09")[0].state)
    clerk.pay("2024-09").prepare("scheme-1").export("九月.xlsx")  # 8 pay to XLSX
    print(school.whatif("monthly-quantified", "2024-09").unchanged)  # 9 what if another rulebook held
    school.subscribe("my-view", seen.append, after=Bookmark()).run(until=school.head())  # 10 follow, own place
    print(seen[-1].bookmark.position, seen[-1].moved)
