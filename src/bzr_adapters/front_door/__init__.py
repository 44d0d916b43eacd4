"""The front door (大门): a school behind one name, `School`; typed answers, receipts, errors of its own.

What a program or a command asks of a school enters here and nowhere else; below it stand the use cases, the stores and the
documents, above it the reports and the command line.
"""
