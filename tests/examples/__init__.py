"""Worked examples: the shipped *.examples.toml, run."""
