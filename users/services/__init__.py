"""What people do: sign in and out, change and reset passwords, register, be managed."""
