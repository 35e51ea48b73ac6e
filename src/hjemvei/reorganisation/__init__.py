"""Units that merge, split or close: what they had gets a new home in one piece, and nothing is orphaned.

Owns the record of what moved where. Must never widen what a person has said yes to.
"""
