"""The image and its compose file as shipped: read, and run as far as no daemon is needed."""

import json
import re
import shlex
import subprocess
import sys

import pytest
import yaml

from tests.conftest import ROOT
from tests.deploy.nginx import AROUND, NGINX, SHIPPED, needs_nginx
from tests.helpers.served import HOUSE, begin, copied, environment, free_port

FOLDER = ROOT / "docs/deploy/container"
KNOWN = {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "EXPOSE", "VOLUME", "HEALTHCHECK"}
KNOWN |= {"STOPSIGNAL", "CMD"}
PRODUCTION = {
    "SECRET_KEY": "q1w2e3r4t5y6u7i8o9p0-a1s2d3f4g5h6j7k8l9-z1x2c3v4b5n6m7",
    "ALLOWED_HOSTS": "tijdlijn.example, www.tijdlijn.example",
    "HTTPS": "1",
}


@pytest.fixture
def steps():
    """Return the instructions of the Dockerfile, each with its words."""
    text = re.sub(r"^#.*\n", "", (FOLDER / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


@pytest.fixture
def services():
    return yaml.safe_load((FOLDER / "compose.yaml").read_text())["services"]


def test_the_image_holds_what_the_site_is_and_nothing_of_anybody(steps):
    assert {name for name, _ in steps} == KNOWN
    copied_in = [words.split()[0] for name, words in steps if name == "COPY"]
    assert sorted(copied_in) == sorted(HOUSE)
    let_in = (FOLDER / "Dockerfile.dockerignore").read_text().split()
    assert let_in[0] == "*"
    assert sorted(name[1:] for name in let_in if name.startswith("!")) == sorted(HOUSE)


def test_the_image_takes_only_what_is_pinned_and_runs_as_nobody_of_importance(steps):
    installs = [words for name, words in steps if name == "RUN" and "pip install" in words]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    order = [name for name, _ in steps]
    (user,) = (words for name, words in steps if name == "USER")
    assert user.isdigit()
    assert user != "0"
    assert order.index("USER") < order.index("CMD")
    assert f"--uid {user}" in " ".join(words for name, words in steps if name == "RUN")
    version = re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text())
    assert steps[0][1].startswith(f"python:{version[1]}-slim")


@pytest.mark.long
def test_the_image_is_healthy_as_long_as_the_site_in_production_says_so(steps, tmp_path):
    (check,) = (words for name, words in steps if name == "HEALTHCHECK")
    named, *asked = json.loads(check.split("CMD", 1)[1])
    assert named == "python"  # of the image; here that of the tests
    command = [sys.executable, *asked]
    port, house = free_port(), copied(tmp_path)
    known = environment(house, PORT=port, **PRODUCTION)
    assert subprocess.run(command, env=known, capture_output=True).returncode != 0
    site = begin(house, port, **PRODUCTION)
    try:
        for _ in range(200):
            if subprocess.run(command, env=known, capture_output=True).returncode == 0:
                break
        else:
            pytest.fail("it never became healthy")
    finally:
        site.terminate()
        site.communicate(timeout=20)


def test_compose_is_a_database_two_processes_and_nginx_and_only_nginx_is_reached(services):
    assert set(services) == {"database", "site1", "site2", "front"}
    assert {name for name, service in services.items() if "ports" in service} == {"front"}
    assert services["front"]["ports"] == ["127.0.0.1:8080:80"]
    for service in services.values():
        assert service["restart"] == "unless-stopped"
        for needed in service.get("depends_on", {}):
            assert needed in services
    for name in ("site1", "site2"):
        build = services[name]["build"]
        assert (FOLDER / build["context"]).resolve() == ROOT
        assert (ROOT / build["dockerfile"]).is_file()
        assert services[name]["read_only"] is True


@needs_nginx
def test_nginx_of_compose_starts_from_the_shipped_file_with_the_names_of_the_processes(
    services, tmp_path
):
    shell, flag, command = services["front"]["command"]
    assert (shell, flag) == ("sh", "-c")
    mounted = services["front"]["volumes"][0].split(":")[0]
    assert (FOLDER / mounted).resolve() == SHIPPED
    make = command.replace("$$", "$").split("&&")[0].replace("/shipped.conf", str(SHIPPED))
    file = tmp_path / "tijdlijn.conf"
    subprocess.run(
        ["/bin/sh", "-c", make.replace("/etc/nginx/conf.d/default.conf", shlex.quote(str(file)))],
        check=True,
    )
    text = file.read_text()
    for name in ("site1", "site2"):
        assert f"server {name}:8000 " in text
        text = text.replace(f"{name}:8000", "127.0.0.1:8000")
    assert "set $proto $http_x_forwarded_proto;" in text
    assert "127.0.0.1:8001" not in text
    text = text.replace("/var/cache/tijdlijn-nginx", str(tmp_path / "cache"))
    file.write_text(text.replace("/var/log/nginx", str(tmp_path)))
    (tmp_path / "nginx.conf").write_text(AROUND.format(folder=tmp_path, user=""))
    test = [NGINX, "-t", "-q", "-e", "stderr", "-p", str(tmp_path), "-c"]
    done = subprocess.run([*test, str(tmp_path / "nginx.conf")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
