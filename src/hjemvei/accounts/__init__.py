"""Who is signed in and what they may read: users, memberships, roles, the actor.

Owns the closed list of roles and classes of information; must not know persons or cases.
"""
