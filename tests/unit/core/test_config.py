"""The configuration: what it reads, and how it refuses what it cannot."""

from pathlib import Path

import pytest

from app.core.config import MAIL_PASSWORD_VARIABLE, PASSWORD_VARIABLE, PROJECT, URL_VARIABLE, Config, read_config
from app.core.errors import ConfigError
from app.core.explain import explain


def read(tmp_path: Path, text: str, **environment: str) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    return read_config(file, environment=environment)


def refused(tmp_path: Path, text: str, **environment: str) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text, **environment)
    return caught.value


def test_the_shipped_file_says_the_defaults(tmp_path: Path) -> None:
    shipped = (PROJECT / "config.toml").read_text("utf-8")
    # What stands behind a # is the default: with or without it the same holds.
    plain = "\n".join(
        line.removeprefix("#") if line.startswith("#") and line[1:2] != " " else line for line in shipped.split("\n")
    )
    names = plain.replace('names = ["till.shop.example"]', "names = []")
    assert read(tmp_path, names) == read(tmp_path, shipped) == read(tmp_path, "")


def test_the_defaults(tmp_path: Path) -> None:
    config = read(tmp_path, "")
    assert config == Config(
        data_folder=tmp_path / "data",
        database_url=f"sqlite:///{tmp_path}/data/regulars.db",
        host="127.0.0.1",
        port=8080,
        tls_port=8443,
        practice_port=8088,
        practice_tls_port=8448,
        threads=64,
        names=(),
        log_level="info",
        log_format="plain",
        roles=frozenset({"web", "devices", "jobs"}),
    )
    assert config.log_folder == tmp_path / "data" / "logs"


def test_what_is_said_holds(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        """
        [server]
        host = "0.0.0.0"
        port = 80
        threads = 128
        names = ["Till.Shop.example"]
        roles = ["web"]
        [data]
        folder = "shop"
        [log]
        level = "debug"
        format = "json"
        """,
    )
    assert (config.host, config.port, config.threads, config.names) == ("0.0.0.0", 80, 128, ("till.shop.example",))
    assert (config.roles, config.log_level, config.log_format) == (frozenset({"web"}), "debug", "json")
    assert config.data_folder == tmp_path / "shop"
    assert config.database_url == f"sqlite:///{tmp_path}/shop/regulars.db"


def test_the_command_line_is_heard_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[server]\nport = 1\nhost = "::"\n[data]\nfolder = "a"\n')
    config = read_config(file, data_folder=tmp_path / "b", host="localhost", port=8081, environment={})
    assert (config.host, config.port, config.data_folder) == ("localhost", 8081, tmp_path / "b")
    assert config.database_url == f"sqlite:///{tmp_path}/b/regulars.db"


@pytest.mark.parametrize(
    ("host", "others"),
    [("127.0.0.1", False), ("::1", False), ("localhost", False), ("0.0.0.0", True), ("", True), ("192.168.1.20", True)],
)
def test_only_an_address_of_the_network_lets_others_in(tmp_path: Path, host: str, others: bool) -> None:
    assert read(tmp_path, f'[server]\nhost = "{host}"').lets_others_in is others


def test_without_a_file_the_programs_own_holds() -> None:
    assert read_config(environment={}).data_folder == PROJECT / "data"


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(b"\xef\xbb\xbf[server]\r\nport = 81\r\n")
    assert read_config(file, environment={}).port == 81


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("[server]\nprot = 80", "config_unknown_key", "server.prot that does not exist; did you mean port?"),
        ("[sever]\nport = 80", "config_unknown_section", "[sever] that does not exist; did you mean server?"),
        ("port = 80", "config_unknown_section", "did you mean server.port?"),
        ("[data]\nport = 80", "config_unknown_key", "did you mean server.port?"),
        ("[xyzzy]\n", "config_unknown_section", "did you mean server, database, data, mail, log?"),
        ("[log]\nxyzzy = 1", "config_unknown_key", "did you mean level, format?"),
        ("server = 5", "config_wrong_type", "server in the configuration must be a table, but it is a whole number"),
        ('[server]\nport = "80"', "config_wrong_type", "server.port in the configuration must be a whole number"),
        ("[server]\nport = true", "config_wrong_type", "it is a true or false"),
        ("[server]\nport = 80.5", "config_wrong_type", "server.port"),
        ("[server]\nroles = [1]", "config_wrong_type", "server.roles"),
        ("[server]\nport = 70000", "config_out_of_range", "server.port is 70000; it must be from 0 to 65535"),
        ("[server]\ntls_port = -1", "config_out_of_range", "server.tls_port is -1"),
        ("[server]\ntlsport = 8443", "config_unknown_key", "did you mean tls_port?"),
        ("[server]\nthreads = 8", "config_out_of_range", "from 64 to 1000"),
        ('[server]\nroles = ["wed"]', "config_not_a_choice", "one of: web, devices, jobs"),
        ('[log]\nlevel = "loud"', "config_not_a_choice", "one of: debug, info, warning, error"),
        ("[server\nport = 80", "config_not_toml", "line 1, column 8"),
        ("[server]\nport = 80\nport = 81\n[log]", "config_not_toml", "line 3"),
        ('[database]\nurl = "mysql://x/y"', "bad_database_url", "The database URL is not understood"),
        ('[database]\nurl = "nonsense"', "bad_database_url", "The database URL is not understood"),
        ('[database]\nurl = "sqlite://"', "bad_database_url", "The database URL is not understood"),
        ('[database]\nurl = "postgresql://h/d"\npassword_file = "no"', "config_not_readable", "No such file"),
    ],
)
def test_what_is_wrong_is_named_and_the_near_one_suggested(tmp_path: Path, text: str, code: str, words: str) -> None:
    error = refused(tmp_path, text)
    assert error.code == code
    assert words in explain(error)


def test_a_port_of_the_command_line_is_checked_too() -> None:
    with pytest.raises(ConfigError, match="config_out_of_range"):
        read_config(port=-1, environment={})


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="config_not_found"):
        read_config(tmp_path / "none.toml", environment={})
    with pytest.raises(ConfigError, match="config_not_readable"):
        read_config(tmp_path, environment={})
    binary = tmp_path / "config.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="config_not_readable"):
        read_config(binary, environment={})


URL = '[database]\nurl = "postgresql://regulars@db/shop"\n'


def test_the_password_comes_from_the_environment_or_a_file_and_never_shows(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from file\n")
    by_file = read(tmp_path, URL + 'password_file = "password"')
    assert by_file.database_url == "postgresql://regulars:from file@db/shop"
    by_variable = read(tmp_path, URL, **{PASSWORD_VARIABLE: "s3cret"})
    assert by_variable.database_url == "postgresql://regulars:s3cret@db/shop"
    whole = read(tmp_path, URL, **{URL_VARIABLE: "postgresql://a:s3cret@other/b"})
    assert whole.database_url == "postgresql://a:s3cret@other/b"
    assert "s3cret" not in repr(by_variable) + repr(whole)


def test_a_password_in_the_file_is_refused_without_repeating_it(tmp_path: Path) -> None:
    error = refused(tmp_path, '[database]\nurl = "postgresql://regulars:s3cret@db/shop"')
    assert error.code == "config_password_in_file"
    assert "s3cret" not in explain(error) + str(error)


def test_an_sqlite_file_counts_from_the_folder_of_the_configuration(tmp_path: Path) -> None:
    assert (
        read(tmp_path, '[database]\nurl = "sqlite:///books/shop.db"').database_url
        == f"sqlite:///{tmp_path}/books/shop.db"
    )
    assert read(tmp_path, '[database]\nurl = "sqlite:////srv/shop.db"').database_url == "sqlite:////srv/shop.db"


def test_the_password_of_the_mail_server_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n", "utf-8")
    text = '[mail]\npassword_file = "secret"\n'
    assert read(tmp_path, text).mail_password == "from the file"
    config = read(tmp_path, text, **{MAIL_PASSWORD_VARIABLE: "from outside"})
    assert config.mail_password == "from outside"
    assert "from outside" not in repr(config)
    assert refused(tmp_path, '[mail]\npassword_file = "gone"\n').code == "config_not_readable"
