"""Graph tables -> networkx."""

from tpgraph.graphs.networks import to_networkx

__all__ = ["to_networkx"]
