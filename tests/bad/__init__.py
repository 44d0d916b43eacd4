"""Inputs that have to be refused, each with the exact message."""
