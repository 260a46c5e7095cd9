"""Services that create, confirm and use confirmations, and delete expired ones."""
