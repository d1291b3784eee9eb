"""What the registers of the Local Government Transparency Code share: contracts and grants to voluntary bodies.

A register is a list of agreements: who gets the money, how much, from when to when, and what for. Both loaders land
their rows in one shape, and the same SQL makes flows, bodies and proposed services of them.
"""
