"""Sign-in at an organisation's provider (Ansattporten, Entra ID) or the person's own (ID-porten).

Owns the protocol: who the provider says somebody is. What that opens in Hjemvei is never said here
(ADR-0021).
"""
