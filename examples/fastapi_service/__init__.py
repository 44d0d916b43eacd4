"""A web service on the front door: eight routes, each one call of a school."""
