"""Rulebooks (考核规则): the language they are written in, its parser and its checks, lint, paraphrase, and those shipped on the shelf.

What is known of a rulebook from its text alone may enter; what needs the facts of a class is scoring.
"""
