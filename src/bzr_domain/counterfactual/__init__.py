"""Two statements compared (对照): without one fact, under another rulebook, as of another moment.

What a number would be belongs here; nothing that is recorded changes.
"""
