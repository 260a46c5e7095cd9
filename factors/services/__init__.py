"""Services that change factors, and delete expired rows."""
