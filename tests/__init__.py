"""Tests mirror src name for name; laws, examples and refusals have folders of their own (see tests/README.md)."""
