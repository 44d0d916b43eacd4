"""Inputs that have to be accepted, each with the exact answer."""
