"""bzr (班主任): facts are recorded, points are computed — quantified assessment of head teachers, by replay."""
