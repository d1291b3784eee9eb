"""Benchmarks: what tpgraph costs, as ratios to something everybody knows. `python -m benchmarks --help`."""
