"""What is asked of a PostgreSQL server: our statements, for the tables of one schema."""

from psycopg.sql import SQL, Identifier

from bzr_adapters.storage.postgres.schema import TABLES

Statements = dict[str, bytes]
"""What a statement is for → its text."""

_EVENT = "notification_id, originator_id, originator_version, topic, state"
_ENTRY = "id, stream, sheet, day"
_COMMAND = "id, actor, digest, receipt, position, recorded_at"
_STATEMENTS = {
    # Several statements at a time are one way to the server and back. Each sees what was committed before it, and so
    # those after the first see all that the writers before this one have written. The row of `store` is the lock: whoever
    # writes holds it until its events are there, so that no position appears below one that was read already.
    "begin": """
        BEGIN;
        SELECT last_position, last_command FROM {store} FOR UPDATE;
        SELECT chain FROM {commands} ORDER BY number DESC LIMIT 1;
        SELECT address FROM {moved};
        SELECT {event} FROM {stored_events} ORDER BY notification_id DESC LIMIT 1""",
    "commit": "UPDATE {store} SET last_position = %d, last_command = %d; NOTIFY {channel}; COMMIT",
    # What a command adds goes to the server in one statement, as columns; what is long goes there while it is being made.
    "insert": """
        WITH added_entries AS (
            INSERT INTO {entries} ({entry}) SELECT * FROM unnest(%b::text[], %b::text[], %b::text[], %b::text[]))
        INSERT INTO {stored_events} ({event}, chain)
        SELECT * FROM unnest(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::bytea[])""",
    "copy_entries": "COPY {entries} ({entry}) FROM STDIN (FORMAT BINARY)",
    "copy_events": "COPY {stored_events} ({event}, chain) FROM STDIN (FORMAT BINARY)",
    "keep": "INSERT INTO {commands} ({command}, number, chain) VALUES (%s, %s, %s, %s, %s, %s, %s, %b)",
    "identity": "UPDATE {store} SET id = %s",
    "move": "INSERT INTO {moved} (address) VALUES (%s)",
    "moved": "SELECT address FROM {moved}",
    "clear_entries": "DELETE FROM {entries}",
    "head": """
        SELECT originator_version, chain FROM {stored_events} WHERE originator_id = %s
        ORDER BY originator_version DESC LIMIT 1""",
    "rows": """
        SELECT {event} FROM {stored_events} WHERE originator_id = %s AND originator_version > %s
        ORDER BY originator_version LIMIT %s""",
    "log": "SELECT {event} FROM {stored_events} WHERE notification_id > %s ORDER BY notification_id LIMIT %s",
    "chained_log": """
        SELECT {event}, chain FROM {stored_events} WHERE notification_id > %s ORDER BY notification_id LIMIT %s""",
    "last": "SELECT max(notification_id) FROM {stored_events}",
    # Hops from one name to the next in the index, where DISTINCT would walk past every event.
    "streams": """
        WITH RECURSIVE names (name) AS (
            (SELECT originator_id FROM {stored_events} WHERE originator_id >= %(low)s AND originator_id < %(high)s
            ORDER BY originator_id LIMIT 1)
        UNION ALL
            SELECT (SELECT originator_id FROM {stored_events} WHERE originator_id > name AND originator_id < %(high)s
            ORDER BY originator_id LIMIT 1)
            FROM names WHERE name IS NOT NULL)
        SELECT name FROM names WHERE name IS NOT NULL""",
    "command": "SELECT {command} FROM {commands} WHERE id = %s",
    "commands": "SELECT {command}, number, chain FROM {commands} WHERE number > %s ORDER BY number LIMIT %s",
    "command_head": "SELECT last_command, (SELECT chain FROM {commands} ORDER BY number DESC LIMIT 1) FROM {store}",
    "known": "SELECT id, stream FROM {entries} WHERE id = ANY(%s)",
    "known_sheet_facts": """
        SELECT sheet, day, id FROM {entries} JOIN unnest(%b::text[], %b::text[], %b::text[]) AS wanted (sheet, day, id)
        USING (id, sheet, day)""",
    "find": "SELECT id, stream FROM {entries} WHERE id >= %s AND id < %s ORDER BY id LIMIT %s",
    # That the sheet has a name is said for its index, which has no others.
    "sheet_facts": """
        SELECT id, stream FROM {entries} WHERE sheet = %s AND sheet <> '' AND day >= %s AND day <= %s
        ORDER BY day, id""",
    "bookmarks": "SELECT name, place FROM {bookmarks}",
    "bookmark": "SELECT place FROM {bookmarks} WHERE name = %s",
    "save_bookmark": """
        INSERT INTO {bookmarks} (name, place, digest) VALUES (%s, %s, %b)
        ON CONFLICT (name) DO UPDATE SET place = excluded.place, digest = excluded.digest RETURNING place""",
    "digested_bookmarks": "SELECT name, place, digest FROM {bookmarks} ORDER BY name",
    "checkpoints": "SELECT text, frontier FROM {checkpoints} ORDER BY number",
    "checkpoint_numbers": "SELECT number FROM {checkpoints} ORDER BY number",
    "save_checkpoint": """
        INSERT INTO {checkpoints} (number, text, frontier)
        SELECT coalesce(max(number), 0) + 1, %s, %b::bytea FROM {checkpoints}""",
    "index_sizes": "SELECT count(*), count(*) FILTER (WHERE sheet <> '') FROM {entries}",
    # What was given out last, and what the newest row bears.
    "positions": """
        SELECT last_position, (SELECT coalesce(max(notification_id), 0) FROM {stored_events}),
        last_command, (SELECT coalesce(max(number), 0) FROM {commands}) FROM {store}""",
    "listen": "LISTEN {channel}",
    "unlisten": "UNLISTEN {channel}",
}


def write_statements(schema: str, channel: str) -> Statements:
    """Return the statements for a schema; writers tell of their events on a channel."""
    tables = {table: Identifier(schema, table) for table in TABLES}
    columns = {"event": SQL(_EVENT), "entry": SQL(_ENTRY), "command": SQL(_COMMAND)}
    names = {**tables, **columns, "channel": Identifier(channel)}
    return {purpose: SQL(text).format(**names).as_bytes() for purpose, text in _STATEMENTS.items()}
