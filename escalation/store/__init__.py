"""Where the log lives: one async port, SQLite behind it."""
