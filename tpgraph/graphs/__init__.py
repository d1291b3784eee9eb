"""Graph tables -> networkx, and look-ups over graph tables that analyses and matching share."""
