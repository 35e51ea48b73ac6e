"""The seeded, obviously fictional world: its sign-ins exist in demo mode only."""
