"""What the kept store is asked, at noon of 20 March 2025: as text, as a document, and as known at earlier moments."""

import re
from datetime import datetime

NOW = datetime.fromisoformat("2025-03-20T12:00:00+08:00")

DOCUMENTS = """
facts
facts 高一(1)班 2024-09
facts g2c1
facts --as-of 2024-10-02T08:35
month 2024-09
month 2024-09 --as-of 2024-10-08
month 2024-10
month 2024-10 --as-of 2024-10-20
month 2024-11
month 2025-03 g1c1 g2c1
term 2024-autumn g1c1 g1c2
term 2024-2025 高一(2)创新班
explain g1c1 2024-09
explain g1c2 2024-10 卫生
explain g2c1 2024-09
explain 高一(1)班 2024-autumn
explain g1c1 2024-09 --without a-5
explain g1c2 2024-09 --without a-6
explain g1c2 2024-autumn --without d-5
explain g2c1 2024-09 --without c-5
whatif --rulebook 月考核新.toml 2024-09..2024-12
whatif --rulebook 迟到新.toml 2024-10 --from 2024-10-16
pay 2024-09
pay 2024-09 --as-of 2024-10-17T11:30
pay 2024-10
pay 2024-11 --scheme monthly-quantified:scheme-1,late
assert 2024-09..2024-11
budget 2024-2025
duties g1c1 2024-09
feedback g1c1 2024-10
feedback 高一(2)创新班 2024-autumn
appoint list
appoint list --as-of 2025-01-09
"""
TEXTS = """
audit 高一(1)班
audit g2c1
audit 张老师
audit 周老师
audit g1c1 --format jsonl
audit g2c1 --as-of 2024-10-20 --format csv
month 2024-09 --lang en
explain g1c2 2024-09 --without a-6 --lang en
pay 2024-10 --lang en
audit g1c1 --lang en
feedback g1c1 2024-10 --lang en
appoint list --lang en
"""
MOMENTS = """
2024-08-21 2024-09-30T16:00 2024-09-30T16:10 2024-10-02T08:00 2024-10-02T08:20 2024-10-02T08:40 2024-10-02T08:52 2024-10-02T09:00 2024-10-09T09:00
2024-10-20 2024-11-01T09:00 2024-11-12 2024-12-11
"""

QUESTIONS = [
    *TEXTS.strip().splitlines(),
    *(line for text in DOCUMENTS.strip().splitlines() for line in (text, f"{text} --json")),
    *(f"month 2024-09 g1c1 g1c2 --as-of {moment}" for moment in MOMENTS.split()),
]


def file_name(question: str) -> str:
    """The name of the file with its answer."""
    words = re.sub(r"[^\w.]+", "-", question.removesuffix(" --json")).strip("-")
    return f"{words}.{'json' if question.endswith(' --json') else 'txt'}"
