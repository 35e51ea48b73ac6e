"""The home itself: lease, guarantee, first night, follow-up, and whether people are still housed.

Owns occupancy (a dwelling is never given twice) and what happens after release.
"""
