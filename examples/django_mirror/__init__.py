"""A Django project whose tables are kept in step with a school, exactly once in either direction."""
