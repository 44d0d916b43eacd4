"""The thirty regulations, sentence by sentence: what serves each, and the example that shows it."""
