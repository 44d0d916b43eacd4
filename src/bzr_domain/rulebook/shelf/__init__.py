"""Every rulebook this project ships, as data, with the examples worked by hand beside it."""
