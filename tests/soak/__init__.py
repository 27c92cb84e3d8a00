"""The soak: a workshop that is worked in for hours, and whether anything in it grows that should not."""
