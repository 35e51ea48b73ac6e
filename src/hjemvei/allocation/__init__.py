"""From application to offer: what was asked for, decided and offered, and what the person answered.

Owns applications, decisions and offers; must not know leases.
"""
