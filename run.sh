#!/usr/bin/env bash
# Starts web, worker and beat on this machine and stops all three together.
# PORT (8000), HOST (127.0.0.1), DEMO_PASSWORD (else generated), LANDPLAN_DEMO=1 for a demo installation.
set -euo pipefail
cd "$(dirname "$0")"
export PORT="${PORT:-8000}" HOST="${HOST:-127.0.0.1}" LANDPLAN_DEMO="${LANDPLAN_DEMO:-}"
export LANG="${LANG:-C.UTF-8}" PYTHONUTF8=1
[ -n "${DEMO_PASSWORD:-}" ] || unset DEMO_PASSWORD
# On a machine of one's own root is common; the queue carries plain JSON and stays on this machine.
[ "$LANDPLAN_DEMO" != 1 ] || export PYTHONWARNINGS="ignore:You're running the worker"
var="${LANDPLAN_VAR:-var}"
mkdir -p "$var"

# Without Redis the queue is a folder, and two workers on one folder may take a message twice.
exec 9>"$var/run.lock"
if command -v flock >/dev/null && ! flock -n 9; then
    echo "landplan 已在运行（$var/run.lock 被占用），请先在原终端按 Ctrl-C 停止。" >&2
    exit 1
fi

echo "正在建表、收集静态文件、装入五份方案……"
scripts/process.sh prepare
if [ "$LANDPLAN_DEMO" = 1 ]; then
    [ -s "$var/demo-accounts.txt" ] || echo "第一次启动，正在装入演示数据（半年的登记、办理、周报，约一两分钟；中断了再启动会接着装）……"
    scripts/process.sh demo
fi
echo "正在启动网页、办理和定时三个进程……"

# Job control gives each child its own process group: Ctrl-C reaches only this script, which then
# asks each child once to finish what it has in hand.
set -m
pids=()
stopping=0
alive() {
    local pid
    for pid in "${pids[@]}"; do kill -0 "$pid" 2>/dev/null && return 0; done
    return 1
}
stop() {
    [ "$stopping" = 0 ] || return 0
    stopping=1
    trap '' INT TERM HUP
    local pid tick
    echo "正在停止……"
    for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
    for tick in $(seq 300); do
        alive || break
        read -r -t 0.1 <> <(:) || true
    done
    for pid in "${pids[@]}"; do kill -KILL -- "-$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    echo "已全部停止。"
}
trap 'stop; exit 0' INT TERM HUP
trap stop EXIT

for process in web worker beat; do
    scripts/process.sh "$process" &
    pids+=("$!")
done

for tick in $(seq 60); do
    if scripts/process.sh check-web 2>/dev/null; then
        echo
        echo "landplan 已启动：http://$HOST:$PORT/    （按 Ctrl-C 停止）"
        [ "$LANDPLAN_DEMO" != 1 ] || [ ! -s "$var/demo-accounts.txt" ] || cat "$var/demo-accounts.txt"
        break
    fi
    alive || break
    read -r -t 0.5 <> <(:) || true
done

status=0
wait -n || status=$?
echo "有一个进程意外退出（状态 $status），全部停止。" >&2
stop
exit 1
