"""Tools of the developers: the Postman collection, screenshots, a private MariaDB server."""
