"""The school as it is declared (学校登记): terms, classes, tenures, adopted rulebooks as text, persons and their rights; its aggregate is SchoolRegister.

What a day or a person is to the school belongs here; what was seen on a day, and what it is worth, does not.
"""
