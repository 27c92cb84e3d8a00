"""What runs on a wall screen's own machine."""
