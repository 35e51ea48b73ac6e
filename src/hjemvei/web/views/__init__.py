"""The shell's views."""
