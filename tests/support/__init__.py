"""Builders and small words that tests share; nothing here is a test."""
