"""Facts → points: the measures, scales and bounds of the rulebook language, and the line for each change of points."""
