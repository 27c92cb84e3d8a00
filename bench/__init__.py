"""`make bench`: the board beside a bare Flask-SocketIO server, in one interleaved run on one machine."""
