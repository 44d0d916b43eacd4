"""The app: inspections of its own, what it sends to the school, and copies of the school's statements."""
