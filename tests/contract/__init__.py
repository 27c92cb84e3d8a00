"""What screens and programs may rely on, tried against real servers in both modes."""
