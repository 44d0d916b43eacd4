"""The store on a PostgreSQL server (服务器): its address, connections, tables and statements."""
