"""What the workshop knows and what must always hold: standard library only, no clock, no database."""
