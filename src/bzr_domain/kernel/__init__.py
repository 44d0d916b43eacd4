"""The words that every room uses (核心词汇): exact numbers, days and periods, names, messages and problems, recorded events and their replay.

Nothing of schools, facts or rules enters here, and nothing of this project is imported.
"""
