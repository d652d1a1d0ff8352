from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def seals_folder(settings: object, tmp_path: Path) -> Path:
    """Seals of tests lie in a folder of their own."""
    folder = tmp_path / "seals"
    settings.SEALS_DIR = folder  # type: ignore[attr-defined]
    return folder
