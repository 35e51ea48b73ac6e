"""When people are there: rosters, who is contact for what, visiting days in prison and their slots.

Owns what each role of an agreement is, and is not. Must never know what a visit was about beyond the visit.
"""
