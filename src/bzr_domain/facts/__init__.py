"""What can be recorded (事实): kinds, facts, their admission, duplicates and corrections; its aggregates are ClassHistory and TeacherHistory.

What was seen belongs here; what it is worth does not.
"""
