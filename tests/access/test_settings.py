"""Settings: unknown or bad is a sentence that says what and where."""

import pytest

from escalation import settings
from escalation.settings import Settings, SettingsError


def load(tmp_path, toml="", **variables):
    (tmp_path / "baton.toml").write_text(toml)
    return settings.load(
        {"BATON_HOME": str(tmp_path), **{f"BATON_{name}": value for name, value in variables.items()}}
    )


def test_defaults_file_and_variables_in_that_order(tmp_path):
    assert load(tmp_path).port == 8080
    assert load(tmp_path, "port = 9000").port == 9000
    assert load(tmp_path, "port = 9000", PORT="9001").port == 9001


def test_addresses(tmp_path):
    found = load(
        tmp_path,
        PUBLIC_URL="https://help.shop.example/support/",
        SITES="https://a.example, https://b.example/",
    )
    assert (found.url, found.origin, found.base_path) == (
        "https://help.shop.example/support",
        "https://help.shop.example",
        "/support",
    )
    assert found.sites == ("https://a.example", "https://b.example")
    assert found.shop_url in found.allowed_sites


@pytest.mark.parametrize(
    ("toml", "variables", "message"),
    [
        ("prot = 1", {}, "unknown setting “prot”"),
        ("port = [", {}, "not TOML"),
        ("", {"PROT": "1"}, "BATON_PROT is not a setting"),
        ("", {"PORT": "99999"}, "whole number from 1 to 65535"),
        ("", {"PORT": "8090"}, "must differ"),
        ("", {"SITES": "shop.example"}, "not an origin"),
        ("", {"SITES": "https://a.example/path"}, "not an origin"),
        ("", {"PUBLIC_URL": "chat.example"}, "must be an address"),
        ("", {"BASE_PATH": "support"}, "begin with a slash"),
        ("", {"TRUSTED_PROXIES": "10.0.0.0/99"}, "not an IP address"),
        ("", {"LOG_LEVEL": "LOUD"}, "must be one of"),
        ("", {"SHOP": "maybe"}, "true or false"),
        ("", {"HOST": "0.0.0.0"}, "set public_url"),
        ("[triage]\nfrustration_ofer = 0.5", {}, "no triage setting"),
        ("[triage]\nfrustration_offer = 5", {}, "from 0 to 1"),
    ],
)
def test_bad_settings(tmp_path, toml, variables, message):
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, toml, **variables)


def test_both_names_of_ones_own_machine_and_no_others(tmp_path):
    assert load(tmp_path, PORT="9000").origins == ("http://127.0.0.1:9000", "http://localhost:9000")
    assert load(tmp_path, PUBLIC_URL="https://chat.example").origins == ("https://chat.example",)
    assert (
        load(tmp_path, HOST="0.0.0.0", PUBLIC_URL="http://10.0.0.5:8080").shop_url == "http://10.0.0.5:8090"
    )


def test_a_secret_file_is_read(tmp_path):
    (tmp_path / "url").write_text("https://chat.example\n")
    assert load(tmp_path, PUBLIC_URL_FILE=str(tmp_path / "url")).url == "https://chat.example"


def test_settings_cannot_be_changed_by_accident(tmp_path):
    with pytest.raises(AttributeError):
        Settings(home=tmp_path).port = 1
