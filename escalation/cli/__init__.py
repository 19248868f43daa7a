"""The command ``baton``. It may import every room; no room imports it."""
