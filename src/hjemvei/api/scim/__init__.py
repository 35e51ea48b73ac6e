"""SCIM 2.0 (RFC 7643, 7644) for the employer's own directory: who starts, and above all who has left.

Owns the protocol; what happens is done by the actions of `accounts`. Roles are given as `roles` at the start
and ended with the account; the rest is done in Hjemvei.
"""
