"""The version of the module, which is that of the program beside it."""

from importlib import metadata

try:
    __version__ = metadata.version("convoke")
except metadata.PackageNotFoundError:  # It is used out of the folder of the source.
    __version__ = "0"
