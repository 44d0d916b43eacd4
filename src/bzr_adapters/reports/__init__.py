"""Answers as text for people, in Chinese and in English. Pure functions."""
