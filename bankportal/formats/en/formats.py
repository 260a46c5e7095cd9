"""How the admin writes days and times: so that they sort, and noon is 12:00."""

DATE_FORMAT = "Y-m-d"
DATETIME_FORMAT = "Y-m-d H:i"
TIME_FORMAT = "H:i"
