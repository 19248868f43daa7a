"""Starts and keeps the processes on one machine. Nothing in the hub needs it."""
