"""The person's rights: access, erasure against archive duty, and backups that forget whom they must."""
