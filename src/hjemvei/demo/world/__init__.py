"""The demo world, layer by layer: parties, staff, people, the road of each, and the years before."""
