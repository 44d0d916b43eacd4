"""What a rule can say (考核规则语言): the language, its reader, its lint and its paraphrase, and on the shelf the rulebooks that are shipped.

Everything that is known of a rulebook from its text alone belongs here; no fact does.
"""
