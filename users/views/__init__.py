"""`/api/users/`: one's own profile, and people."""
