"""Writes docs/postman anew out of docs/openapi.yaml: `make postman`."""

from tools.postman.collection import FOLDER, written


def main():
    """The collection and the environment."""
    for name, text in written().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
