"""What comes in (录入): sheets, published tables, school files and rulebook files are read, and every problem in them is named."""
