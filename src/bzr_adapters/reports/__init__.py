"""Reports: statements, explanations and facts as documents (`bzr.NAME/1`) and as text for people. Pure functions."""
