"""Rasa graph components: the model work. They hand named features to :mod:`bot.scoring` as plain numbers."""
