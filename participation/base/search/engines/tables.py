"""The index of each database over the words of `base_searchentry`, made by the migration.

SQLite: an FTS5 table that reads its content from the table, and three triggers that keep it in step whatever writes.
PostgreSQL: a generated column with a GIN index. Words come from the normaliser, so both split at spaces and fold
nothing: SQLite's `ascii` tokenizer, PostgreSQL's `simple` configuration.
"""

INSTALL = {
    "sqlite": (
        """
        CREATE VIRTUAL TABLE IF NOT EXISTS base_searchindex USING fts5(
            title_words, words, content='base_searchentry', content_rowid='id', tokenize='ascii', detail='column'
        )
        """,
        """
        CREATE TRIGGER IF NOT EXISTS base_searchentry_added AFTER INSERT ON base_searchentry BEGIN
            INSERT INTO base_searchindex(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);
        END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS base_searchentry_removed AFTER DELETE ON base_searchentry BEGIN
            INSERT INTO base_searchindex(base_searchindex, rowid, title_words, words)
            VALUES ('delete', old.id, old.title_words, old.words);
        END
        """,
        """
        CREATE TRIGGER IF NOT EXISTS base_searchentry_changed
        AFTER UPDATE OF title_words, words ON base_searchentry BEGIN
            INSERT INTO base_searchindex(base_searchindex, rowid, title_words, words)
            VALUES ('delete', old.id, old.title_words, old.words);
            INSERT INTO base_searchindex(rowid, title_words, words) VALUES (new.id, new.title_words, new.words);
        END
        """,
        "INSERT INTO base_searchindex(base_searchindex) VALUES ('rebuild')",
    ),
    "postgresql": (
        """
        ALTER TABLE base_searchentry ADD COLUMN IF NOT EXISTS vector tsvector GENERATED ALWAYS AS (
            setweight(to_tsvector('simple', title_words), 'A') || setweight(to_tsvector('simple', words), 'B')
        ) STORED
        """,
        "CREATE INDEX IF NOT EXISTS base_searchentry_vector ON base_searchentry USING gin (vector)",
    ),
}
REMOVE = {
    "sqlite": (
        "DROP TRIGGER IF EXISTS base_searchentry_added",
        "DROP TRIGGER IF EXISTS base_searchentry_removed",
        "DROP TRIGGER IF EXISTS base_searchentry_changed",
        "DROP TABLE IF EXISTS base_searchindex",
    ),
    "postgresql": ("ALTER TABLE base_searchentry DROP COLUMN IF EXISTS vector",),
}


def install(connection) -> None:
    _run(connection, INSTALL[connection.vendor])


def repair(connection) -> None:
    """On SQLite, where changing a column makes the table anew, triggers may be lost: make what is missing and read
    the whole table again. PostgreSQL's column cannot fall behind."""
    if connection.vendor == "sqlite":
        install(connection)


def remove(connection) -> None:
    _run(connection, REMOVE[connection.vendor])


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
