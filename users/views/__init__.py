"""`/api/users/`: sign-in, own profile and password, people."""
