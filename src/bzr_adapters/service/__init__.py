"""Load, decide, append in one place; what was known at a moment, replayed and scored, in another."""
