"""The house rules, checked."""
