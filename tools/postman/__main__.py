"""Generates docs/postman from docs/openapi.yaml: `make postman`."""

from tools.postman.collection import FOLDER, written


def main():
    """Writes the collection and the environment."""
    for name, text in written().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
