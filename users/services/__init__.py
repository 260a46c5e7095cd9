"""Services that create and change users, and delete expired rows."""
