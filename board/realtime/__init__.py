"""The live feed: rooms, what is pushed into them, and the sockets that watch."""
