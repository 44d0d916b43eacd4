"""Readings that several rooms refuse by (共用的条款)."""

NEVER_OVERWRITTEN = "记录只增不改"
"""The reading that refuses changes to what is not there: records are only ever added to."""
