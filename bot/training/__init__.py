"""Conversations and messages written and labelled for Baton, and the training of the heads shipped in
bot/heads/talk.npz.

`*.jsonl` are the project's own words; `split.yml` names the trades that are kept aside. ``python -m
bot.training DIR`` trains.
"""
