"""What comes in from and goes out to other systems: rolls, spreadsheets, letters and archive messages.

Owns file formats and how faults in them are told to the one who sent the file.
Must never decide anything about a case: it calls the same actions as a page does.
"""
