"""What is known of a person's home: before custody, now and after release.

Owns the definition of homelessness and the risk of having no home, computed from verified facts only, and
the answers given in confidence, from which nothing is computed. Must never know offers or leases.
"""
