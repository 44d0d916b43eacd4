"""A small school's autumn term, to be shown: made by rule, the same on every day and every machine."""
