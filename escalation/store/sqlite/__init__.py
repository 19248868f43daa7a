"""The ports of the store on SQLite. Only the composition root and the command line name this room."""
