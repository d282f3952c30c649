#!/bin/sh
# Sees to it that the demo's embedded cluster runs, and returns once it does. The cluster is kept by a process of its own, which ends
# it once no Jenkins has been there for five minutes. So a restart of Jenkins, after a kill too, finds the cluster and the stages in it
# again, and nothing is left behind in the end.
#
#   cluster.sh HOME K8SDAG     started by Jenkins itself; the kubeconfig is written to HOME/kubeconfig
set -eu
home=$1
k8sdag=$2

keep() {
    # What ends Jenkins at a terminal is sent to all that was started from there.
    trap '' INT HUP
    "$k8sdag" cluster --kubeconfig-out "$home/kubeconfig" &
    cluster=$!
    trap 'exit 143' TERM
    trap 'kill "$cluster" 2>/dev/null || true; rm -f "$home/kubeconfig" "$home/cluster.pid"' EXIT
    away=0
    while kill -0 "$cluster" 2>/dev/null && [ "$away" -lt 60 ]; do
        if kill -0 "$(cat "$home/jenkins.pid")" 2>/dev/null; then away=0; else away=$((away + 1)); fi
        sleep 5
    done
}

echo "$PPID" >"$home/jenkins.pid"
keeper=$(cat "$home/cluster.pid" 2>/dev/null || true)
if [ -z "$keeper" ] || ! ps -p "$keeper" -o args= | grep -q cluster.sh; then
    rm -f "$home/kubeconfig"
    keep &
    keeper=$!
    echo "$keeper" >"$home/cluster.pid"
fi
# The first start builds the command line.
until [ -s "$home/kubeconfig" ]; do
    kill -0 "$keeper"
    sleep 1
done
