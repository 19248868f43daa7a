"""The knowledge base in SQLite: the only folder of this room that holds SQL."""
