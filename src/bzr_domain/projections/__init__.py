"""The read side (读模型), each named after the question it answers: from a history and a rulebook to a value.

A projection decides nothing and appends nothing.
"""
