"""Articles, releases, the sentence encoder and search: what Baton knows. Imports neither Rasa nor the hub."""
