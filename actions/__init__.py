"""Business actions, run by Rasa's action server on loopback. Flat modules, nothing happens at import."""
