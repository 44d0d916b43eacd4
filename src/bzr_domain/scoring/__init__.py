"""Facts become points (计分): the rulebook is applied to the facts of a class and a period, line by line, into a statement.

Everything that makes a published number belongs here; nothing is compared, published or paid here.
"""
