"""Dependencies that hang, fill up or disagree, against real servers."""
