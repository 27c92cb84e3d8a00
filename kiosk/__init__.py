"""What runs on a wall screen's own machine: Python's standard library only, and nothing of the board's."""
