"""What people do to the workshop: one trade verb each, one transaction each."""
