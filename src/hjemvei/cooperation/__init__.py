"""Where organisations meet about the agreement: committees, networks and forums, their meetings, decisions,
measures and threads.

Access follows a seat, not a role: whoever sits there sees it, and nobody else does.
Must never know a person or a case: what slipped arrives as counts that name nobody.
"""
