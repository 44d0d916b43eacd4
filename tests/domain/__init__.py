"""Mirrors the domain: each file tests the one of its name."""
