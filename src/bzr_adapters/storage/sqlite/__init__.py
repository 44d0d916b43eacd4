"""The store in one SQLite file (文件): its tables, the file itself, connections, and what an earlier version wrote."""
