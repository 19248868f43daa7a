"""The pure core: events, states, decisions and folds. No clock, no randomness, no input or output."""
