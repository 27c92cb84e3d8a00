"""A workshop to try the board with: its people and cars, and a day in its life."""
