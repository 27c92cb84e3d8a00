"""Defects planted on purpose, one at a time in a copy of the tree: the tests that are named with each must catch it."""
