"""Who takes part: counties, municipalities, controllers (legal entities), units and how to reach them.

Owns facts about organisations, never about people in prison; must not know accounts or cases.
"""
