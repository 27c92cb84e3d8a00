"""What comes in over HTTP: parse, call, respond."""
