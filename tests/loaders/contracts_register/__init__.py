"""Tests of the loader of contracts registers."""
