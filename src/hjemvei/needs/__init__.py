"""What is known of a person's home: before custody, now and after release.

Owns the definition of homelessness and the risk of having no home, computed from verified facts only.
Must never know offers, leases or what the person told in confidence for mapping purposes alone.
"""
