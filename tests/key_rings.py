"""Keys of key rings that tests use."""

OLD, NEW = "k1:old-secret-0123456789-abcdefghijklm", "k2:new-secret-0123456789-abcdefghijklm"
