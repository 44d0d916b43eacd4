"""The shipped rulebooks as TOML: `NAME.toml` beside `NAME.examples.toml`, months worked by hand, and `kinds.toml`, the common fact kinds.

Only data lives here; reading the files is the caller's task.
"""
