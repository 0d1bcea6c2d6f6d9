#!/usr/bin/env bash
# Runs a command against a PostgreSQL cluster of its own, which is thrown away afterwards.
#
#   scripts/with_postgres.sh [--redis] [--durable] [--keep FOLDER] COMMAND [ARGUMENT...]
#
# --redis    also starts a redis-server of its own and sets REDIS_URL
# --durable  keeps fsync on (for measurements); without it the cluster is fast and forgetful
# --keep     makes the cluster in FOLDER, or goes on with the one that is there, and leaves it (for measurements)
# Sets DATABASE_URL. Both servers listen on free local ports and need no rights but a shell.
set -euo pipefail
redis=0 durable=0 keep=""
while [ $# -gt 0 ]; do
    case "$1" in
        --redis) redis=1 ;;
        --durable) durable=1 ;;
        --keep) keep="$2"; shift ;;
        *) break ;;
    esac
    shift
done
[ $# -gt 0 ] || { sed -n '2,10p' "$0" >&2; exit 2; }

find_program() {
    local name="$1" found
    # A distribution keeps the server programs of each release in a folder outside PATH.
    found="$(ls -d /usr/lib/postgresql/*/bin/"$name" /usr/pgsql-*/bin/"$name" 2>/dev/null | sort -V | tail -n 1)"
    [ -n "$found" ] || found="$(command -v "$name" || true)"
    [ -n "$found" ] || { echo "with_postgres.sh: '$name' not found; install PostgreSQL" >&2; exit 1; }
    echo "$found"
}
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u "$owner" -- "$@"; else "$@"; fi
}

initdb="$(find_program initdb)"
pg_ctl="$(find_program pg_ctl)"
createdb="$(find_program createdb)"
owner=postgres
if [ "$(id -u)" = 0 ] && ! id -u "$owner" >/dev/null 2>&1; then owner=nobody; fi

base="$keep"
if [ -n "$keep" ]; then mkdir -p "$base"; base="$(cd "$base" && pwd)"; else base="$(mktemp -d "${TMPDIR:-/tmp}/landplan-pg.XXXXXX")"; fi
child="" redis_pid=""
finish() {
    local status=$?
    trap - EXIT
    trap '' INT TERM HUP
    [ -z "$child" ] || { kill -TERM "$child" 2>/dev/null || true; wait "$child" 2>/dev/null || true; }
    [ -z "$redis_pid" ] || { kill -TERM "$redis_pid" 2>/dev/null || true; wait "$redis_pid" 2>/dev/null || true; }
    (cd "$base" && as_owner "$pg_ctl" -D "$base/data" -m "$([ -n "$keep" ] && echo fast || echo immediate)" -w stop >/dev/null 2>&1) || true
    [ -n "$keep" ] || rm -rf "$base"
    exit "$status"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

make_cluster() {
    python3 -c 'import secrets; print(secrets.token_hex(16))' >"$base/password"
    mkdir "$base/socket"
    [ "$(id -u)" != 0 ] || chown -R "$owner" "$base"
    (cd "$base" && as_owner "$initdb" -D "$base/data" -U landplan --pwfile="$base/password" -A scram-sha-256 \
        -E UTF8 --locale=C.UTF-8 --no-instructions $([ "$durable" = 1 ] || echo --no-sync) >"$base/initdb.log" 2>&1) ||
        { cat "$base/initdb.log" >&2; exit 1; }
    cat >>"$base/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$base/socket'
max_connections = 200
shared_buffers = 256MB
CONF
    if [ "$durable" = 0 ]; then
        printf '%s\n' 'fsync = off' 'synchronous_commit = off' 'full_page_writes = off' 'wal_level = minimal' 'max_wal_senders = 0' 'max_wal_size = 4GB' 'autovacuum = off' 'jit = off' >>"$base/data/postgresql.conf"
    else
        printf '%s\n' 'max_wal_size = 4GB' 'work_mem = 32MB' >>"$base/data/postgresql.conf"
    fi
}
fresh=0
if [ ! -e "$base/data/PG_VERSION" ]; then fresh=1; make_cluster; fi
password="$(cat "$base/password")"

started=0
for attempt in 1 2 3; do
    port="$(free_port)"
    if (cd "$base" && as_owner "$pg_ctl" -D "$base/data" -w -t 60 -l "$base/data/server.log" \
        -o "-p $port" start >/dev/null 2>&1); then
        started=1
        break
    fi
done
[ "$started" = 1 ] || { echo "with_postgres.sh: PostgreSQL did not start" >&2; cat "$base/data/server.log" >&2; exit 1; }
[ "$fresh" = 0 ] || PGPASSWORD="$password" "$createdb" -h 127.0.0.1 -p "$port" -U landplan landplan
export DATABASE_URL="postgres://landplan:$password@127.0.0.1:$port/landplan"
unset REDIS_URL

if [ "$redis" = 1 ]; then
    redis_server="$(find_program redis-server)"
    redis_port="$(free_port)"
    mkdir "$base/redis"
    "$redis_server" --bind 127.0.0.1 --port "$redis_port" --save '' --appendonly no --databases 64 \
        --dir "$base/redis" >"$base/redis/log" 2>&1 &
    redis_pid=$!
    up=0
    for attempt in $(seq 100); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$redis_port") 2>/dev/null; then up=1; break; fi
        read -r -t 0.1 <> <(:) || true
    done
    [ "$up" = 1 ] || { echo "with_postgres.sh: redis-server did not start" >&2; cat "$base/redis/log" >&2; exit 1; }
    export REDIS_URL="redis://127.0.0.1:$redis_port/0"
fi

# A job in the background of a script would not hear Ctrl-C.
env --default-signal=INT,QUIT "$@" <&0 &
child=$!
status=0
wait "$child" || status=$?
child=""
exit "$status"
