"""Which files of a repository are read, and what is said about them."""

from pathlib import PurePosixPath

from support.sandbox.airweave.app.sources.base import TextKind

MAX_BYTES = 10 * 1024 * 1024
_PRINTABLE_SHARE = 0.7

# What is no text by its name; they need a converter, and are left out here.
_BINARY = {
    ".docx",
    ".gif",
    ".gz",
    ".ico",
    ".jpeg",
    ".jpg",
    ".pdf",
    ".png",
    ".pptx",
    ".xlsx",
    ".zip",
}

# Extension -> (language, how its text is cut); all others are plain text.
LANGUAGES: dict[str, tuple[str, TextKind]] = {
    ".c": ("C", "code"),
    ".cpp": ("C++", "code"),
    ".go": ("Go", "code"),
    ".h": ("C", "code"),
    ".hpp": ("C++", "code"),
    ".htm": ("HTML", "text"),
    ".html": ("HTML", "text"),
    ".java": ("Java", "code"),
    ".js": ("JavaScript", "code"),
    ".json": ("JSON", "text"),
    ".jsx": ("JavaScript", "code"),
    ".kt": ("Kotlin", "code"),
    ".kts": ("Kotlin", "code"),
    ".md": ("Markdown", "text"),
    ".php": ("PHP", "code"),
    ".py": ("Python", "code"),
    ".rb": ("Ruby", "code"),
    ".rs": ("Rust", "code"),
    ".swift": ("Swift", "code"),
    ".tf": ("Terraform", "code"),
    ".tfvars": ("Terraform", "code"),
    ".toml": ("TOML", "text"),
    ".ts": ("TypeScript", "code"),
    ".tsx": ("TypeScript", "code"),
    ".txt": ("Text", "text"),
    ".xml": ("XML", "text"),
    ".yaml": ("YAML", "text"),
    ".yml": ("YAML", "text"),
}


def is_selected(path: str, size: int) -> bool:
    """Tell whether a file is worth a download: perhaps text, not empty, at most 10 MB."""
    return PurePosixPath(path).suffix.lower() not in _BINARY and 0 < size <= MAX_BYTES


def language_of(path: str) -> tuple[str, TextKind]:
    """Return the language of a selected file and how its text is cut."""
    return LANGUAGES.get(PurePosixPath(path).suffix.lower(), ("Text", "text"))


def decode(content: bytes) -> str | None:
    """Return the text of a file, or None when it is binary.

    Binary is what holds a null byte or less than 70 % printable characters, as in Airweave's
    GitHub source. Text is UTF-8, with or without a byte order mark; anything else is read as
    Latin-1, which gives every byte a character and so loses none.
    """
    if b"\0" in content:
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    printable = sum(character.isprintable() or character.isspace() for character in text)
    return text if text and printable >= _PRINTABLE_SHARE * len(text) else None
