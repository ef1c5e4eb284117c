"""The name under which the days' files are sealed."""

FILE = "file"
