"""Tools for developers: the Postman collection, screenshots, a private MariaDB server."""
