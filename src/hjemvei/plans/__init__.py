"""The person's plan: goals and measures in six areas of life, in the person's own words.

Owns who has promised what by which date. Must never know dwellings or decisions on housing: those
stand beside or above and are shown by URL.
"""
