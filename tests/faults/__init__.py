"""Kills, locks, stalls and races: what the board promises when something goes wrong."""
