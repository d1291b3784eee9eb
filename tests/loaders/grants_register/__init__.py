"""Tests of the loader of grants registers."""
