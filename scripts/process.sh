#!/usr/bin/env bash
# The one place that knows how each process of landplan is started and asked whether it is well.
# run.sh, docker-compose.yml and the tests all go through here, so that what is tested is what runs.
#
#   scripts/process.sh prepare                tables, static files and the five plans
#   scripts/process.sh demo                   the demo accounts and half a year of demo data
#   scripts/process.sh web|worker|beat        one long-running process, in the foreground
#   scripts/process.sh check-web|check-worker|check-beat   exit 0 when it is well
#   scripts/process.sh prepare web            several steps one after the other
set -euo pipefail
cd "$(dirname "$0")/.."
bin=""
[ -x .venv/bin/python ] && bin=.venv/bin/
var="${LANDPLAN_VAR:-var}"
host="${HOST:-127.0.0.1}"
port="${PORT:-8000}"
node="${WORKER_NAME:-landplan}@${HOSTNAME:-localhost}"
mkdir -p "$var"

prepare() {
    "${bin}python" manage.py migrate --noinput -v0
    "${bin}python" manage.py collectstatic --noinput -v0
    "${bin}python" manage.py load_plans
}

demo() {
    "${bin}python" manage.py seed_demo
}

web() {
    exec "${bin}gunicorn" landplan.wsgi:application --bind "$host:$port" \
        --workers "${WEB_WORKERS:-2}" --threads "${WEB_THREADS:-4}" --graceful-timeout 20 --log-level warning --no-control-socket
}

worker() {
    exec "${bin}celery" -q -A landplan worker --hostname "$node" --loglevel WARNING \
        --concurrency "${WORKER_CONCURRENCY:-1}"
}

beat() {
    exec "${bin}celery" -q -A landplan beat --loglevel WARNING --pidfile= \
        --schedule "$var/celerybeat-schedule"
}

check-web() {
    # As the proxy in front would ask: by an allowed name, and over https where https is required.
    "${bin}python" - "$port" "${ALLOWED_HOSTS:-localhost}" <<'PY'
import sys, urllib.request
port, names = sys.argv[1:]
headers = {"Host": names.split(",")[0].strip().lstrip("."), "X-Forwarded-Proto": "https"}
try:
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/health/", headers=headers), timeout=5)
except OSError as error:
    sys.exit(f"check-web: {error}")
PY
}

check-worker() {
    "${bin}celery" -A landplan inspect ping --destination "$node" --timeout 10 >/dev/null
}

check-beat() {
    # Beat writes its schedule file after each due entry; the most frequent entry is due every minute.
    [ -n "$(find "$var" -maxdepth 1 -name 'celerybeat-schedule*' -mmin -5 -print -quit)" ]
}

[ $# -gt 0 ] || { sed -n '2,10p' "$0" >&2; exit 2; }
for step in "$@"; do
    case "$step" in
        prepare | demo | web | worker | beat | check-web | check-worker | check-beat) "$step" ;;
        *) echo "scripts/process.sh: unknown step '$step'" >&2; exit 2 ;;
    esac
done
