"""Dwellings: what there is, where, for whom, and whether it can be lived in.

Owns the stock; must not know who lives there (that is tenancies').
"""
