"""What each audience may see. A view builds its cards from the database alone: the same function serves the first
picture, every change and every resync, so that they cannot disagree."""
