"""The folder of a copy: what is not ours stays, and a run that breaks off leaves whole files."""

from pathlib import Path

import pytest

from timeline.mirror.folder import MANIFEST, Folder, FolderError


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "kopie")


def placed(folder: Folder, files: dict[str, bytes], gone: tuple = ()) -> int:
    """Write files, with the manifest that names them; return how many were deleted."""
    folder.clear()
    for name, data in files.items():
        folder.write(name, [data])
    folder.write(MANIFEST, [f"{'0' * 64}  {name}\n".encode() for name in files])
    return folder.place([*files, *gone], gone, (MANIFEST,))


def content(folder: Folder) -> dict[str, bytes]:
    return {name: (folder.path / name).read_bytes() for name in folder.payload()}


@pytest.mark.parametrize("name", ["brief.txt", ".git/config", "data/index.html"])
def test_a_folder_with_other_things_is_refused_and_stays_as_it_is(folder, name):
    file = folder.path / name
    file.parent.mkdir(parents=True)
    file.write_text("van iemand")
    with pytest.raises(FolderError, match="niet leeg"), folder.held():
        pass
    assert [p for p in folder.path.rglob("*") if p.is_file()] == [file]


def test_of_two_runs_in_one_folder_the_second_is_refused(folder):
    with (
        folder.held(),
        pytest.raises(FolderError, match="Een ander schrijft"),
        Folder(folder.path).held(),
    ):
        pass
    with folder.held():
        pass


def test_a_file_with_the_same_bytes_is_not_written(folder):
    placed(folder, {"data/a": b"een", "data/b": b"twee"})
    assert folder.write("data/a", [b"e", b"en"])[1:] == (3, False)
    assert folder.write("data/b", [b"drie"])[1:] == (4, True)
    assert [*folder.made()] == ["data/b"]
    assert content(folder) == {"data/a": b"een", "data/b": b"twee"}


def test_a_file_that_was_damaged_is_written_again(folder):
    placed(folder, {"data/a": b"een"})
    (folder.path / "data/a").write_bytes(b"eem")
    placed(folder, {"data/a": b"een"})
    assert content(folder) == {"data/a": b"een"}


def test_what_is_gone_is_deleted_with_the_folders_that_it_leaves_empty(folder):
    placed(folder, {"data/a/b/c": b"1", "data/a/d": b"2", "data/x/y": b"3"})
    (folder.path / "data/x/eigen").write_text("van iemand")
    assert placed(folder, {"data/a/d": b"2"}, ("data/a/b/c", "data/x/y", "data/weg")) == 2
    assert content(folder) == {"data/a/d": b"2", "data/x/eigen": b"van iemand"}
    assert not (folder.path / "data/a/b").exists()


@pytest.mark.parametrize("name", ["data/../../buiten", "../buiten", "/etc/x", "data/link/buiten"])
def test_a_name_that_leads_out_of_the_folder_is_never_deleted(folder, tmp_path, name):
    outside = tmp_path / "buiten"
    outside.write_text("van iemand")
    (folder.path / "data").mkdir(parents=True)
    (folder.path / "data/link").symlink_to(tmp_path)
    if "link" in name:
        with pytest.raises(FolderError, match="naar buiten"):
            folder.remove(name)
    else:
        assert not folder.remove(name)
    assert outside.exists()


def test_nothing_is_written_through_a_link_out_of_the_folder(folder, tmp_path):
    (folder.path / "data").mkdir(parents=True)
    (folder.path / "data/link").symlink_to(tmp_path)
    with pytest.raises(FolderError, match="naar buiten"):
        folder.write("data/link/a", [b"x"])


def test_a_run_that_breaks_off_leaves_old_or_new_files_and_the_next_takes_it_up(
    folder, monkeypatch
):
    old = {f"data/{n}": b"oud" for n in range(4)}
    new = {f"data/{n}": b"nieuw" for n in range(2, 6)}
    gone = ("data/0", "data/1")
    replaced = Path.replace
    for last in range(7):
        placed(folder, old, tuple(f"data/{n}" for n in range(6)))
        left = iter(range(last))

        def fail(path, target, left=left):
            if next(left, None) is None:
                raise OSError("stroom weg")
            return replaced(path, target)

        with monkeypatch.context() as broken:
            broken.setattr(Path, "replace", fail)
            if last < 6:  # the list of names, four files and the manifest
                with pytest.raises(OSError, match="stroom weg"):
                    placed(folder, new, gone)
        for name, data in content(folder).items():
            assert data in {old.get(name), new.get(name)}
        found = {*folder.earlier()}
        assert {*content(folder)} <= found
        placed(folder, new, tuple(found - {*new}))
        assert content(folder) == new
        assert {*folder.earlier()} == {*new}
