"""What follows from the facts of a case: who qualifies, which municipality, which phase, what to do next.

Pure functions: no Django, no clock (`today` is handed in), no person. What is unknown stays unknown and never
becomes no.
"""
