"""What is checked of a file before anything reads it: it is there, it is a file, and it has a sane size."""

from pathlib import Path

from huiyin.kit.errors import BadInput

MAX_BYTES = 200 * 1024**2


def load(path: Path) -> bytes:
    """Return a file's bytes; raise BadInput when it isn't there, isn't a file, is empty, too large or can't be read."""
    name = path.name
    try:
        if path.is_dir():
            raise BadInput(
                f"“{name}”是文件夹，请指定一个表格文件。", f"“{name}” is a folder; name a table file."
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInput(
            f"找不到文件“{name}”，请检查路径和文件名。",
            f"No such file: “{name}”. Check the path and the name.",
        ) from error
    except PermissionError as error:
        raise BadInput(
            f"没有读取“{name}”的权限，请检查文件权限，或先关闭正在使用它的程序。",
            f"No permission to read “{name}”. Check its permissions, or close the program that holds it.",
        ) from error
    except (OSError, ValueError) as error:
        raise BadInput(
            f"无法读取“{name}”，请检查路径。", f"“{name}” can't be read; check the path."
        ) from error
    return checked_size(data, name)


def checked_size(data: bytes, name: str) -> bytes:
    """Return the bytes themselves when there are any, and not too many; else raise BadInput."""
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // 1024**2
        raise BadInput(
            f"“{name}”超过 {limit} MB，请拆成几个文件，或删去其中的图片后再导入。",
            f"“{name}” is larger than {limit} MB. Split it, or remove its pictures.",
        )
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadInput(
            f"“{name}”是空文件，没有内容可导入。", f"“{name}” is empty; there is nothing to import."
        )
    return data
