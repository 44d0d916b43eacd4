"""Published for tests: strategies that generate schools and facts, and laws every rulebook has to keep."""
