"""What an edition is read in: every file is made from its document alone, once, and always with the same bytes."""

from editions.outputs.making import Made, made_files

__all__ = ["Made", "made_files"]
