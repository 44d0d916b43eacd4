"""Answers as documents (`bzr.NAME/1`), as tables and as files for other programs. Pure functions, but for the file that is written."""
