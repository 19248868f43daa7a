"""Scores from named features: pure functions over plain numbers. Standard library and numpy only (law 7)."""
