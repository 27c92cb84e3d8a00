"""What the tests stand on: real programs, started on free ports of the loopback and ended by their process id."""
